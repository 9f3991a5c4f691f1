/** Versions of the specification that a request can follow (`X-Experience-API-Version`): 1.0.x and 2.0.x. */
export type XapiVersion = '1.0.3' | '2.0.0';

/** Any value that JSON can write. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** RFC 5646 language tag → text in that language (xAPI 1.0.3 Data §4.2). */
export type LanguageMap = Readonly<Record<string, string>>;

/** IRI → any value; the only place where null may stand (Data §4.1). */
export type Extensions = Readonly<Record<string, JsonValue>>;

/** A user's account on a system (Data §2.4.2.4). */
export interface Account {
  readonly homePage: string;
  readonly name: string;
}

/** Exactly one inverse functional identifier (Data §2.4.2.3). */
export type Identified =
  | { readonly mbox: string; readonly mbox_sha1sum?: never; readonly openid?: never; readonly account?: never }
  | { readonly mbox_sha1sum: string; readonly mbox?: never; readonly openid?: never; readonly account?: never }
  | { readonly openid: string; readonly mbox?: never; readonly mbox_sha1sum?: never; readonly account?: never }
  | { readonly account: Account; readonly mbox?: never; readonly mbox_sha1sum?: never; readonly openid?: never };

/** Nothing that identifies: what makes a Group anonymous. */
export interface Unidentified {
  readonly mbox?: never;
  readonly mbox_sha1sum?: never;
  readonly openid?: never;
  readonly account?: never;
}

/** A person or a system (Data §2.4.2.1). */
export type Agent = Identified & { readonly objectType?: 'Agent'; readonly name?: string; readonly member?: never };

/** A Group with an identifier of its own (Data §2.4.2.2). */
export type IdentifiedGroup = Identified & {
  readonly objectType: 'Group';
  readonly name?: string;
  readonly member?: readonly Agent[];
};

/** A Group that is its members, and distinct from every other (Data §2.4.2.2). */
export type AnonymousGroup = Unidentified & {
  readonly objectType: 'Group';
  readonly name?: string;
  readonly member: readonly Agent[];
};

/** Either kind of Group. */
export type Group = IdentifiedGroup | AnonymousGroup;

/** An actor (Data §2.4.2). */
export type Actor = Agent | Group;

/** The action (Data §2.4.3). */
export interface Verb {
  readonly id: string;
  readonly display?: LanguageMap;
}

/** The ways of answering that the specification knows (Data §2.4.4.1). */
export const interactionTypes = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
] as const;
/** One of `interactionTypes`. */
export type InteractionType = (typeof interactionTypes)[number];

/** One option, step, source or target of an interaction. */
export interface InteractionComponent {
  readonly id: string;
  readonly description?: LanguageMap;
}

/** The properties that hold lists of interaction components. */
export const componentLists = ['choices', 'scale', 'source', 'target', 'steps'] as const;
/** One of `componentLists`. */
export type ComponentList = (typeof componentLists)[number];

/** Metadata of an Activity (Data §2.4.4.1). */
export interface ActivityDefinition extends Readonly<Partial<Record<ComponentList, readonly InteractionComponent[]>>> {
  readonly name?: LanguageMap;
  readonly description?: LanguageMap;
  readonly type?: string;
  readonly moreInfo?: string;
  readonly interactionType?: InteractionType;
  readonly correctResponsesPattern?: readonly string[];
  readonly extensions?: Extensions;
}

/** The activity a Statement is about (Data §2.4.4.1). */
export interface Activity {
  readonly objectType?: 'Activity';
  readonly id: string;
  readonly definition?: ActivityDefinition;
}

/** A pointer to another Statement (Data §2.4.4.3). */
export interface StatementRef {
  readonly objectType: 'StatementRef';
  readonly id: string;
}

/** A grade (Data §2.4.5.1): `scaled` from -1 to 1, `raw` from `min` to `max`. */
export interface Score {
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}

/** The outcome (Data §2.4.5). */
export interface Result {
  readonly score?: Score;
  readonly success?: boolean;
  readonly completion?: boolean;
  readonly response?: string;
  /** ISO 8601 duration. */
  readonly duration?: string;
  readonly extensions?: Extensions;
}

/** The kinds of Activities that a context can name (Data §2.4.6.2). */
export const contextActivityKinds = ['parent', 'grouping', 'category', 'other'] as const;
/** One of `contextActivityKinds`. */
export type ContextActivityKind = (typeof contextActivityKinds)[number];

/** Activities around the object. A single Activity is what was sent; what the LRS keeps is always a list. */
export type ContextActivities = Readonly<Partial<Record<ContextActivityKind, Activity | readonly Activity[]>>>;

/** An Agent with the part it plays (xAPI 2.0 §4.2.2.5). */
export interface ContextAgent {
  readonly objectType: 'contextAgent';
  readonly agent: Agent;
  readonly relevantTypes?: readonly string[];
}

/** A Group with the part it plays (xAPI 2.0 §4.2.2.5). */
export interface ContextGroup {
  readonly objectType: 'contextGroup';
  readonly group: Group;
  readonly relevantTypes?: readonly string[];
}

/** The circumstances of the action (Data §2.4.6). */
export interface Context {
  readonly registration?: string;
  readonly instructor?: Actor;
  readonly team?: Group;
  readonly contextActivities?: ContextActivities;
  /** Version 2.0 only. */
  readonly contextAgents?: readonly ContextAgent[];
  /** Version 2.0 only. */
  readonly contextGroups?: readonly ContextGroup[];
  readonly revision?: string;
  readonly platform?: string;
  readonly language?: string;
  readonly statement?: StatementRef;
  readonly extensions?: Extensions;
}

/** The description of a file that belongs to a Statement (Data §2.4.11). */
export interface Attachment {
  readonly usageType: string;
  readonly display: LanguageMap;
  readonly description?: LanguageMap;
  readonly contentType: string;
  /** Octets. */
  readonly length: number;
  /** Hash of the content, hex. */
  readonly sha2: string;
  readonly fileUrl?: string;
}

/** Properties that Statements and SubStatements share. */
export interface StatementBody<Object> {
  readonly actor: Actor;
  readonly verb: Verb;
  readonly object: Object;
  readonly result?: Result;
  readonly context?: Context;
  readonly timestamp?: string;
  readonly attachments?: readonly Attachment[];
}

/** A Statement inside another that speaks of something that has not happened (Data §2.4.4.3). */
export interface SubStatement extends StatementBody<Activity | Actor | StatementRef> {
  readonly objectType: 'SubStatement';
}

/** The object of a Statement. */
export type StatementObject = Activity | Actor | StatementRef | SubStatement;

/** A Statement that meets the specification (Data §2.4). */
export interface Statement extends StatementBody<StatementObject> {
  readonly id?: string;
  readonly stored?: string;
  readonly authority?: Actor;
  readonly version?: string;
}

/** A Statement with everything but `stored`, which only the store knows, as it does the `timestamp` of one that was sent without. */
export interface CompletedStatement extends Omit<Statement, 'stored'> {
  readonly id: string;
  readonly authority: Actor;
  readonly version: string;
}
