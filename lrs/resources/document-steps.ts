import { LotseError } from '../../base/index.js';
import { isWithin } from '../access/index.js';
import type { Content, DocumentPlace, Unconditional } from '../document/index.js';
import { agentKey } from '../statement/index.js';
import type { DocumentCollection } from '../store/index.js';
import { sendNoContent, sendTagged, sendTaggedJson, setLastModified } from './answer.js';
import { type Exchange, preconditionsOf, type ResourceStep } from './exchange.js';
import { requiredParameter } from './parameters.js';

/** The differences between one document resource and the others. */
export interface DocumentKind {
  /** The parameter that names one document. */
  readonly idParameter: string;
  /** The address of the documents that the parameters name. */
  readonly collection: (exchange: Exchange) => DocumentCollection;
  /** The effect of PUT without preconditions on an existing document. */
  readonly unconditional: (exchange: Exchange) => Unconditional;
}

function placeOf({ idParameter, collection }: DocumentKind, exchange: Exchange): DocumentPlace {
  const id = requiredParameter(idParameter, exchange.parameters.text(idParameter));
  return { organisation: exchange.principal.organisation, collection: collection(exchange), id };
}

function contentOf({ request, body }: Exchange): Content {
  return { contentType: request.header('content-type') ?? 'application/octet-stream', content: body };
}

/**
 * A grant reaches only the documents of its own actor and activity; so does a credential with limits, which reaches no
 * documents that belong to all actors or to all activities.
 * @throws LotseError `forbidden`
 */
export function stayWithinGrant(kind: DocumentKind): ResourceStep {
  return (exchange) => {
    const { principal } = exchange;
    const collection = kind.collection(exchange);
    const { actor, activity } = principal;
    const shared = principal.kind === 'grant';
    const foreignActor =
      actor !== undefined && ('agent' in collection ? collection.agent !== agentKey(actor) : !shared);
    if (foreignActor) {
      throw new LotseError(
        'forbidden',
        shared
          ? 'This token reaches the documents of the person alone who launched.'
          : 'This credential reaches the documents of one actor alone.',
        { path: 'agent' },
      );
    }
    const foreignActivity =
      activity !== undefined && ('activity' in collection ? !isWithin(activity, collection.activity) : !shared);
    if (foreignActivity) {
      throw new LotseError(
        'forbidden',
        shared
          ? 'This token reaches the documents of the activity alone that was launched.'
          : 'This credential reaches the documents of one activity alone.',
        { path: 'activityId' },
      );
    }
  };
}

/** Answers one document, if one is named; otherwise the ids of all. */
export function answerDocuments(kind: DocumentKind): ResourceStep {
  return async (exchange) => {
    if (exchange.parameters.has(kind.idParameter)) await answerDocument(kind, exchange);
    else await answerIds(kind, exchange);
  };
}

async function answerDocument(kind: DocumentKind, exchange: Exchange): Promise<void> {
  if (exchange.parameters.has('since'))
    throw new LotseError(
      'invalid-parameter',
      `The parameter since goes with the list of documents, not with ${kind.idParameter}.`,
      { path: 'since' },
    );
  const { organisation, collection, id } = placeOf(kind, exchange);
  const document = await exchange.services.store.documents.findDocument(organisation, collection, id);
  if (document === undefined)
    throw new LotseError('not-found', 'There is no such document.', { path: kind.idParameter });
  setLastModified(exchange, document.updated);
  sendTagged(exchange, document.etag, document.contentType, document.content);
}

async function answerIds(kind: DocumentKind, exchange: Exchange): Promise<void> {
  const since = exchange.parameters.instant('since', exchange.version);
  const {
    services: {
      store: { documents },
    },
    principal: { organisation },
  } = exchange;
  const collection = kind.collection(exchange);
  // Before the list: a change in between is then requested once too often, and never missed.
  const newest = await documents.findNewestUpdate(organisation, collection, since);
  const ids = await documents.listDocumentIds(organisation, collection, since);
  if (newest !== undefined) setLastModified(exchange, newest);
  sendTaggedJson(exchange, JSON.stringify(ids));
}

/** Replaces the existing document with the body. */
export function putDocument(kind: DocumentKind): ResourceStep {
  return async (exchange) => {
    await exchange.services.documents.put(
      placeOf(kind, exchange),
      contentOf(exchange),
      preconditionsOf(exchange),
      kind.unconditional(exchange),
    );
    sendNoContent(exchange);
  };
}

/** Merges the body into the existing document. */
export function postDocument(kind: DocumentKind): ResourceStep {
  return async (exchange) => {
    await exchange.services.documents.merge(placeOf(kind, exchange), contentOf(exchange), preconditionsOf(exchange));
    sendNoContent(exchange);
  };
}

/** Removes one document. */
export function deleteDocument(kind: DocumentKind): ResourceStep {
  return async (exchange) => {
    await exchange.services.documents.remove(placeOf(kind, exchange), preconditionsOf(exchange));
    sendNoContent(exchange);
  };
}
