import { hashOfSecret, isoNow, newSecret } from '../../../base/index.js';
import type { Platform } from '../../store/index.js';
import { loginSeconds } from '../binding.js';
import { type LaunchParts, launchUrl } from '../parts.js';
import { type Initiation, initiationQuery } from './parse-initiation.js';

/** A login on its way to the LMS. */
export interface StartedLogin {
  readonly state: string;
  /** The secret that only this browser gets. */
  readonly binding: string;
  /** Where the browser goes next. */
  readonly authenticationUrl: string;
}

/** The OIDC authentication request (LTI security §5.1.1.2). */
function authenticationUrl(
  platform: Platform,
  initiation: Initiation,
  redirectUri: string,
  state: string,
  nonce: string,
): string {
  const url = new URL(platform.authenticationEndpoint);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: redirectUri,
    login_hint: initiation.login_hint,
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (initiation.lti_message_hint !== undefined) url.searchParams.set('lti_message_hint', initiation.lti_message_hint);
  return url.href;
}

/** Makes state, nonce and binding, and keeps what the answer will be measured by. */
export async function beginLogin(
  { store, platforms, clock, publicUrl }: Pick<LaunchParts, 'store' | 'platforms' | 'clock' | 'publicUrl'>,
  platform: Platform,
  initiation: Initiation,
): Promise<StartedLogin> {
  const [state, nonce, binding] = [newSecret(), newSecret(), newSecret()];
  await store.logins.beginLogin(
    {
      stateHash: hashOfSecret(state),
      nonce,
      bindingHash: hashOfSecret(binding),
      organisation: platform.organisation,
      platform: platform.id,
      initiation: initiationQuery(initiation),
      expires: new Date(clock.now() + loginSeconds * 1000).toISOString(),
    },
    isoNow(clock),
  );
  platforms.launches.note(platform, 'begun');
  return {
    state,
    binding,
    authenticationUrl: authenticationUrl(platform, initiation, launchUrl(publicUrl), state, nonce),
  };
}
