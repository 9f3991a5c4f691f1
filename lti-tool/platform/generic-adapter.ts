import type { PlatformKind } from '../store/index.js';
import type { PlacedLink, PlatformAdapter, PlatformCapabilities, ScoreRefusal, TokenErrorMeaning } from './adapter.js';
import { identifyBySubject } from './identity.js';
import { rolesFrom } from './roles.js';

/**
 * An LMS that follows its specifications: the claims of a launch are complete. Every LMS without an adapter of its own is
 * treated so (Canvas, Open edX, Brightspace, OpenOLAT and others); what Moodle and ILIAS do differently is in
 * `adapters/moodle` and `adapters/ilias`.
 */
const capabilities: PlatformCapabilities = {
  namesAndRoles: true,
  namesByLink: false,
  platformStorage: true,
  deepLinking: true,
  lineItemOfPickedItem: true,
  dynamicRegistration: true,
  lineItemsByTool: true,
  progress: true,
  scoreComments: true,
  newWindowByDefault: false,
  returnMessages: true,
};

/** The meaning of a refusal by HTTP alone (AGS 2.0 §3.4.8 names 409). */
export function refusalByStatus(status: number): ScoreRefusal {
  if (status === 409) return 'later-timestamp';
  if (status === 404 || status === 410) return 'line-item-gone';
  if (status === 401 || status === 403) return 'not-allowed';
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
    ? 'wrong-request'
    : 'try-later';
}

/** The meaning of a refused access token by OAuth's codes alone (RFC 6749 §5.2, RFC 7521 §4.2.1). */
export function tokenErrorMeaningByCode(_status: number, word: string): TokenErrorMeaning {
  if (word === 'invalid_client') return 'client-or-key';
  if (word === 'invalid_scope' || word === 'unauthorized_client') return 'scope';
  return word === 'invalid_grant' || /signature|\bkid\b|\bkeys?\b|keyset|jwks?\b/i.test(word) ? 'key' : 'other';
}

/** A picked item with everything that Deep Linking 2.0 §3.2 has for it. */
export function fullContentItem(link: PlacedLink): Readonly<Record<string, unknown>> {
  return { type: 'ltiResourceLink', ...link };
}

/** The adapter of an LMS that follows the specifications; other adapters are derived from it. */
export function plainAdapter(kind: PlatformKind, product: string): PlatformAdapter {
  return {
    kind,
    product,
    productFamilies: [],
    capabilities,
    endpointsFrom: () => [],
    rolesOf: rolesFrom,
    identify: identifyBySubject,
    contentItem: fullContentItem,
    customFrom: (custom) => custom,
    scoreMessage: (score) => ({ ...score }),
    scoreRefusal: refusalByStatus,
    tokenErrorMeaning: tokenErrorMeaningByCode,
  };
}
