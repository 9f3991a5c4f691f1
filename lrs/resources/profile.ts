import { agentKey } from '../statement/index.js';
import type { DocumentCollection } from '../store/index.js';
import { allow, authenticate } from './authenticate.js';
import {
  answerDocuments,
  deleteDocument,
  type DocumentKind,
  postDocument,
  putDocument,
  stayWithinGrant,
} from './document-steps.js';
import type { Exchange } from './exchange.js';
import { requiredParameter } from './parameters.js';
import type { Resource } from './resource.js';
import { readBody, readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

/**
 * A resource of profile documents.
 * @param subject the parameter that says whose profiles they are
 */
export function profileResource(
  path: string,
  subject: string,
  collection: (exchange: Exchange) => DocumentCollection,
): Resource {
  const profile: DocumentKind = {
    idParameter: 'profileId',
    collection,
    // 1.0.3 wants a precondition even for a new profile (Communication §3.1, client requirements).
    unconditional: ({ isVersion2 }) => (isVersion2 ? 'conflict' : 'refused'),
  };
  const one = [subject, 'profileId'];
  return {
    path,
    methods: {
      GET: [
        authenticate,
        negotiateVersion,
        allow('profile', 'all/read'),
        readParameters(...one, 'since'),
        stayWithinGrant(profile),
        answerDocuments(profile),
      ],
      PUT: [
        authenticate,
        negotiateVersion,
        allow('profile'),
        readParameters(...one),
        stayWithinGrant(profile),
        readBody,
        putDocument(profile),
      ],
      POST: [
        authenticate,
        negotiateVersion,
        allow('profile'),
        readParameters(...one),
        stayWithinGrant(profile),
        readBody,
        postDocument(profile),
      ],
      DELETE: [
        authenticate,
        negotiateVersion,
        allow('profile'),
        readParameters(...one),
        stayWithinGrant(profile),
        deleteDocument(profile),
      ],
    },
  };
}

/** Documents about an activity (xAPI 1.0.3 Communication §2.7; xAPI 2.0 §4.1.6.6). */
export const activitiesProfile = profileResource('/activities/profile', 'activityId', ({ parameters }) => ({
  kind: 'activity-profile',
  activity: requiredParameter('activityId', parameters.iri('activityId')),
}));

/** Documents about an agent (xAPI 1.0.3 Communication §2.6; xAPI 2.0 §4.1.6.5). */
export const agentsProfile = profileResource('/agents/profile', 'agent', ({ parameters }) => ({
  kind: 'agent-profile',
  agent: agentKey(requiredParameter('agent', parameters.agent('agent'))),
}));
