import type { RequestHandler } from 'express';
import type { Clock, Logger, Vocabulary } from '../base/index.js';
import { type AcceptStatements, acceptStatementsInto, type Access, createAccess } from './access/index.js';
import { createDocuments } from './document/index.js';
import {
  type Dialect,
  RemoteVersions,
  createXapiHandler,
  type XapiHandler,
  createXapiRouter,
} from './resources/index.js';
import { parseJson } from './statement/index.js';
import type { LrsStore, OrganisationId, Page, PageRequest, StoredStatement, StreamQueries } from './store/index.js';

/** Dependencies of an LRS. */
export interface LrsParts {
  readonly store: LrsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly vocabulary: Vocabulary;
  /** If the LRS's server is reached, without a slash at its end. */
  readonly publicUrl: string;
  /** Most bytes of a request's body. */
  readonly bodyLimit: number;
  /** Most bytes of a request with attachments, which are streamed to the store; left out: as `bodyLimit`. */
  readonly attachmentLimit?: number;
  /** Requests a second that one credential or token may send; 0 or left out: no limit. */
  readonly requestRate?: number;
  /** Dialects of software that deviates from the specification; none unless given. */
  readonly dialects?: readonly Dialect[];
}

/** A learning record store. */
export interface Lrs {
  /** Answers requests for the xAPI resources. */
  readonly handle: XapiHandler;
  /** The same for Express, to be mounted at `/xapi`. */
  readonly router: RequestHandler;
  readonly access: Access;
  readonly statements: {
    /** The only entry point of statements; see `AcceptStatements`. */
    readonly accept: AcceptStatements;
    /** One statement by its id, voided or not. */
    find(organisation: OrganisationId, id: string): Promise<StoredStatement | undefined>;
    /** A page in the order of `stored`. */
    page(request: PageRequest): Promise<Page>;
  };
  /** The stored events in order; read with `consume`. */
  readonly stream: StreamQueries;
}

/** Creates an LRS over a store. */
export function createLrs({
  store,
  clock,
  logger,
  vocabulary,
  publicUrl,
  bodyLimit,
  attachmentLimit = bodyLimit,
  requestRate = 0,
  dialects = [],
}: LrsParts): Lrs {
  const access = createAccess({ store, clock, publicUrl, requestRate });
  const accept = acceptStatementsInto(store, clock, vocabulary);
  const documents = createDocuments({ store, clock, limit: bodyLimit, readJson: parseJson });
  const handle = createXapiHandler({
    store,
    access,
    accept,
    documents,
    vocabulary,
    clock,
    logger,
    publicUrl,
    bodyLimit,
    attachmentLimit,
    spokenVersions: new RemoteVersions(),
    dialects,
  });
  return {
    handle,
    router: createXapiRouter(handle),
    access,
    statements: {
      accept,
      find: (organisation, id) => store.statements.findStatement(organisation, id),
      page: (request) => store.statements.findPage(request),
    },
    stream: store.stream,
  };
}
