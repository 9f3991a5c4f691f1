import { LotseError, type Seconds } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { PlacedLink, PlatformAdapter } from './adapter.js';
import { newJwtId, type SignFor } from './signed-jwt.js';

/** The LMS's deep linking settings (Deep Linking 2.0 §4.4.1). */
export interface DeepLinkingRequest {
  readonly returnUrl: string;
  readonly deploymentId: string;
  readonly acceptTypes: readonly string[];
  readonly acceptMultiple: boolean;
  /** Opaque data that must be returned unchanged. */
  readonly data?: string;
}

/** A message for the person, with the items or instead of them. */
export interface DeepLinkingMessage {
  /** For the person in the LMS, in their language (Deep Linking 2.0 §4.5.1, claim `msg`). */
  readonly message?: string;
}

/** The form that the browser posts to the LMS: its address, and the value of its one field, `JWT`. */
export interface DeepLinkingForm {
  readonly action: string;
  readonly jwt: string;
}

/** Time the browser has to post it: without scripts, a person has to press a button. */
const seconds: Seconds = 300;

const lti = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const deepLinking = (name: string): string => `https://purl.imsglobal.org/spec/lti-dl/claim/${name}`;

/**
 * Signs what was picked, written as this LMS takes it; without links, that nothing was (Deep Linking 2.0 §4.5).
 * @throws LotseError `platform-inactive` if the LMS was switched off while somebody picked
 */
export async function deepLinkingForm(
  sign: SignFor,
  adapter: PlatformAdapter,
  platform: Platform,
  { returnUrl, deploymentId, acceptTypes, acceptMultiple, data }: DeepLinkingRequest,
  { links, message }: DeepLinkingMessage & { readonly links: readonly PlacedLink[] },
): Promise<DeepLinkingForm> {
  if (!platform.active)
    throw new LotseError('platform-inactive', 'This learning platform has been switched off.', {
      detail: 'deep linking: platform switched off',
    });
  const items = acceptTypes.includes('ltiResourceLink') ? links.map((link) => adapter.contentItem(link)) : [];
  const jwt = await sign(platform, {
    audience: platform.issuer,
    seconds,
    claims: {
      nonce: newJwtId(),
      [lti('deployment_id')]: deploymentId,
      [lti('message_type')]: 'LtiDeepLinkingResponse',
      [lti('version')]: '1.3.0',
      [deepLinking('content_items')]: acceptMultiple ? items : items.slice(0, 1),
      ...(data === undefined ? {} : { [deepLinking('data')]: data }),
      ...(message === undefined ? {} : { [deepLinking('msg')]: message }),
    },
  });
  return { action: returnUrl, jwt };
}
