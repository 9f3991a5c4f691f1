import type { AgentKey, OrganisationId, Position } from './identifiers.js';

/**
 * The role of a value in a statement. `direct` is what the plain `agent` and `activity` filters
 * match (actor and object; xAPI 2.0 §4.1.6.1); `related` is what `related_agents` and
 * `related_activities` match, and includes everything that is `direct`.
 */
export type RelationScope = 'direct' | 'related';

/** A statement that has been validated, completed and made ready to be written. All texts are well-formed Unicode. */
export interface PreparedStatement {
  /** UUID, lower case. */
  readonly id: string;
  /** The whole statement as the text of a JSON object that begins with `{`, without `stored`, which only the store knows. */
  readonly text: string;
  /** The text has no `timestamp`: the store puts its `stored` there (xAPI 2.0 §4.2.4.2). */
  readonly untimed?: true;
  /** SHA-256 (hex) over what immutability compares (xAPI 2.0 §4.2.3.1.1): equal means "the same". */
  readonly fingerprint: string;
  readonly verb: string;
  /** UUID, lower case. */
  readonly registration?: string;
  /** UUID, lower case: target of a StatementRef in `object`, the voided statement's id included. */
  readonly refersTo?: string;
  /** True if this statement voids `refersTo`. */
  readonly voiding: boolean;
  readonly agents: readonly { readonly key: AgentKey; readonly scope: RelationScope }[];
  readonly activities: readonly { readonly iri: string; readonly scope: RelationScope }[];
  /** SHA-256 (hex) of the attachments that it names. */
  readonly attachments: readonly string[];
  /** Its definitions of activities, as the text of JSON objects. Empty if its sender may not define. */
  readonly definitions: readonly { readonly iri: string; readonly definition: string }[];
}

/** A batch is stored whole or not at all. */
export interface AppendBatch {
  readonly organisation: OrganisationId;
  readonly statements: readonly PreparedStatement[];
  /** The present, ISO 8601 UTC with milliseconds; `stored` is this or, to stay in order, later. */
  readonly now: string;
}

/** The result of a batch. */
export type AppendResult =
  | {
      readonly kind: 'stored';
      /** One answer per statement, in the batch's order. `same`: it was there already, nothing written. */
      readonly statements: readonly {
        readonly id: string;
        readonly outcome: 'stored' | 'same';
        readonly position: Position;
      }[];
    }
  /** A different statement has the id of `statements[index]`: nothing of the batch was written. */
  | { readonly kind: 'conflict'; readonly index: number; readonly id: string };

/** A statement as it is kept. */
export interface StoredStatement {
  readonly id: string;
  readonly position: Position;
  /**
   * ISO 8601 UTC with milliseconds. It never falls as `position` grows, and rises from one durable transaction to
   * the next: whoever has seen a statement stored at T will never see another appear that was stored at or before T.
   */
  readonly stored: string;
  readonly voided: boolean;
  /** The whole statement as JSON text, `stored` included. */
  readonly text: string;
}

/** The filter of a query; every given part must match (xAPI 2.0 §4.1.6.1). */
export interface StatementFilter {
  readonly agent?: { readonly key: AgentKey; readonly scope: RelationScope };
  /** A second agent that must match as well: what may be seen narrows what is asked for. */
  readonly also?: { readonly key: AgentKey; readonly scope: RelationScope };
  readonly activity?: { readonly iri: string; readonly scope: RelationScope };
  /** The IRI of a further activity that the statement names in whatever role, such as the course it happened in. */
  readonly within?: string;
  readonly verb?: string;
  /** UUID, lower case. */
  readonly registration?: string;
  /** Stored after this instant (exclusive), ISO 8601 UTC with milliseconds. */
  readonly since?: string;
  /** Stored at or before this instant, ISO 8601 UTC with milliseconds. */
  readonly until?: string;
}

/** One page of a query. Voided statements are never in it. */
export interface PageRequest {
  readonly organisation: OrganisationId;
  readonly filter: StatementFilter;
  /** `true`: oldest first. */
  readonly ascending: boolean;
  /** Continue behind this position, in the page's direction. */
  readonly after?: Position;
  /** 1 or more. A page may hold fewer, but at least one, where its statements are very large; then `more` is true. */
  readonly limit: number;
}

/** The answer to a `PageRequest`. */
export interface Page {
  readonly statements: readonly StoredStatement[];
  /** There is more behind the last statement of this page. */
  readonly more: boolean;
}

/** A page for callers that only pass it on. */
export interface PageText {
  /** The statements as JSON texts, `stored` included, with a comma between them; UTF-8, cut anywhere into pieces. */
  readonly chunks: readonly Uint8Array[];
  /** The latest `stored` among them; left out if there is none. */
  readonly newestStored?: string;
  /** The position behind which to go on; left out if nothing more follows. */
  readonly next?: Position;
  /** To be called once when the pieces have been sent: the store may then use their memory for something else. */
  release(): void;
}

/** A voided statement's name and place. */
export interface VoidedStatement {
  readonly id: string;
  readonly position: Position;
}

/** Statements that are to be as if they had never been stored. */
export interface EraseRequest {
  readonly organisation: OrganisationId;
  readonly ids: readonly string[];
  /**
   * All that `referring` tells for these ids, prepared anew: what each can be found by on its own account, without
   * what it inherits. More than needed does no harm.
   */
  readonly referring: readonly PreparedStatement[];
  /** The present, as in `AppendBatch`. */
  readonly now: string;
}

/** The result of an erasure. */
export type EraseResult =
  /** The ids that were there and are gone. */
  | { readonly kind: 'erased'; readonly statements: readonly string[] }
  /** Something refers to one of them that was not given: nothing was erased. */
  | { readonly kind: 'referred' };

/**
 * By how many verbs, agents, activities and registrations, altogether, one batch may make statements be found on
 * account of those that they refer to; an activity or agent that is direct counts twice. A statement of a few words can
 * refer to one that names ten thousand activities, and ten thousand statements to one: without a bound a small request
 * would keep all others waiting for minutes. Usual statements name twenty, so that a batch of ten thousand references
 * is within it.
 */
export const maxInheritedTerms = 250_000;

/** Commands of statements. */
export interface StatementCommands {
  /**
   * Appends a batch, all or nothing, and returns once it is durable.
   *
   * - A statement whose id is stored, or comes earlier in the batch, with the same fingerprint is `same`; with another,
   *   the whole batch is a conflict. Ids belong to the organisation: another's statement with this id does not matter.
   * - A voiding statement marks its target as voided, whichever of the two comes first; it cannot itself be voided,
   *   so voiding it is stored without effect.
   * - A statement that refers to another (StatementRef) is found by whatever finds its target, at its own position,
   *   through any number of references, whichever of them is stored first. Each part of a filter may be met by the
   *   statement itself or by any of its targets, voided ones included; `since`, `until` and `after` look at the
   *   statement itself alone (xAPI 1.0.3 Communication §2.1.3, Filter Conditions for StatementRefs).
   * - What statements say about activities is merged into what is known of them, in the batch's order.
   *
   * @throws LotseError `not-found` if there is no such organisation; `too-large` where statements that refer to others
   * would come to be found by more than `maxInheritedTerms`; `store-unavailable` if the store cannot write. Then
   * nothing
   *   was written
   */
  appendStatements(batch: AppendBatch): Promise<AppendResult>;
  /**
   * Erases statements, all or nothing, durable on return: their texts, what they could be found by, and the agents
   * that nothing else names. What refers to them is found by them no longer. If anything is erased, it
   * takes one position, at which the stream tells of it; the erased statements' own positions stay empty.
   *
   * - Ids that are not there, and voiding statements, are passed over: without the voiding statement its target
   *   would come back.
   * - A statement with an erased id may be stored anew; if something still voids that id, it is voided.
   * - What erased statements said about activities stays, since it is about no person.
   *
   * @throws LotseError `not-found` if there is no such organisation; `store-unavailable`
   */
  eraseStatements(request: EraseRequest): Promise<EraseResult>;
  /**
   * Promises, for the store as a whole, that whatever is stored from now on will be stored after an instant, and that
   * everything stored up to it can be read (`X-Experience-API-Consistent-Through`). While nothing is written the
   * instant is just before the present; a store that cannot say so gives the newest statement's `stored`.
   * @param now the present, ISO 8601 UTC with milliseconds
   * @returns the instant, never earlier than what `findNewestStored` has told
   */
  promiseConsistency(organisation: OrganisationId, now: string): Promise<string>;
}

/** Queries of statements. */
export interface StatementQueries {
  /** One statement by its id, voided or not. */
  findStatement(organisation: OrganisationId, id: string): Promise<StoredStatement | undefined>;
  /**
   * The remaining statements that refer to one of these, directly or through others;
   * ascending by position.
   */
  listReferringStatements(organisation: OrganisationId, ids: readonly string[]): Promise<readonly StoredStatement[]>;
  /** A page in the order of `stored`, newest first unless `ascending`. */
  findPage(request: PageRequest): Promise<Page>;
  /**
   * The same page written out: what goes on to a client as it is need not become an object for each
   * statement, and text, in between.
   */
  findPageText(request: PageRequest): Promise<PageText>;
  /**
   * If the voided statements are that a filter would find if they were not voided, ascending by position. How long
   * it takes follows how many statements refer to others, so it is for exports, not for every request.
   */
  listVoidedStatements(organisation: OrganisationId, filter: StatementFilter): Promise<readonly VoidedStatement[]>;
  /**
   * The keys that statements of the organisation have named and that end with a text, ascending by Unicode code
   * point, at most `limit`: how people are found whose key is not known whole. It may read all keys, so it is
   * for people's questions, not for every request.
   */
  listAgentKeysEnding(organisation: OrganisationId, ending: string, limit: number): Promise<readonly AgentKey[]>;
  /**
   * The IRIs that the organisation has named and that begin with a text, ascending by Unicode code point, at most
   * `limit`. There may be some among them that no statement names any more.
   */
  listIrisBeginning(organisation: OrganisationId, beginning: string, limit: number): Promise<readonly string[]>;
  /**
   * The `stored` of the newest statement that can be read, ISO 8601 UTC with milliseconds; the beginning of 1970 where
   * there is none.
   */
  findNewestStored(organisation: OrganisationId): Promise<string>;
}
