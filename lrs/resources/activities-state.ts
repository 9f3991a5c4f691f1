import { agentKey } from '../statement/index.js';
import type { DocumentCollection } from '../store/index.js';
import { sendNoContent } from './answer.js';
import { allow, authenticate } from './authenticate.js';
import {
  answerDocuments,
  deleteDocument,
  type DocumentKind,
  postDocument,
  putDocument,
  stayWithinGrant,
} from './document-steps.js';
import { type Exchange, preconditionsOf, type ResourceStep } from './exchange.js';
import { requiredParameter } from './parameters.js';
import type { Resource } from './resource.js';
import { readBody, readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

function collection({ parameters }: Exchange): DocumentCollection {
  const activity = requiredParameter('activityId', parameters.iri('activityId'));
  const agent = agentKey(requiredParameter('agent', parameters.agent('agent')));
  const registration = parameters.uuid('registration');
  return { kind: 'state', activity, agent, ...(registration === undefined ? {} : { registration }) };
}

const state: DocumentKind = {
  idParameter: 'stateId',
  collection,
  // 1.0.3 lets state be overwritten unasked (Communication §3.1); 2.0 treats it like the profiles (§4.1.4).
  unconditional: ({ isVersion2 }) => (isVersion2 ? 'conflict' : 'overwrite'),
};

const deleteStates: ResourceStep = async (exchange) => {
  if (exchange.parameters.has('stateId')) return deleteDocument(state)(exchange);
  await exchange.services.documents.clear(
    exchange.principal.organisation,
    collection(exchange),
    preconditionsOf(exchange),
  );
  sendNoContent(exchange);
};

const one = ['activityId', 'agent', 'registration', 'stateId'];

/** Documents about one person in one activity (xAPI 1.0.3 Communication §2.3; xAPI 2.0 §4.1.6.2). */
export const activitiesState: Resource = {
  path: '/activities/state',
  methods: {
    GET: [
      authenticate,
      negotiateVersion,
      allow('state', 'all/read'),
      readParameters(...one, 'since'),
      stayWithinGrant(state),
      answerDocuments(state),
    ],
    PUT: [
      authenticate,
      negotiateVersion,
      allow('state'),
      readParameters(...one),
      stayWithinGrant(state),
      readBody,
      putDocument(state),
    ],
    POST: [
      authenticate,
      negotiateVersion,
      allow('state'),
      readParameters(...one),
      stayWithinGrant(state),
      readBody,
      postDocument(state),
    ],
    DELETE: [
      authenticate,
      negotiateVersion,
      allow('state'),
      readParameters(...one),
      stayWithinGrant(state),
      deleteStates,
    ],
  },
};
