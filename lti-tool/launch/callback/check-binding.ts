import type { Request } from 'express';
import { hashOfSecret, isoNow, LotseError } from '../../../base/index.js';
import { isFromOwnPage } from '../../../web/index.js';
import type { Login } from '../../store/index.js';
import { bindingFromCookie } from '../binding.js';
import type { LaunchParts } from '../parts.js';
import type { AuthenticationResponse } from './parse-response.js';

/** The answer to no login that this browser has open. */
export function unknownLoginError(detail: string): LotseError {
  return new LotseError(
    'invalid-launch',
    'This launch is not (or no longer) one that this browser began. Please open the unit again from your course.',
    { detail },
  );
}

/**
 * The login that a response belongs to, left where it is.
 * @throws LotseError `invalid-launch` if the state is made up, used or expired
 */
export async function findLogin(
  { store, clock }: Pick<LaunchParts, 'store' | 'clock'>,
  response: AuthenticationResponse,
): Promise<Login> {
  const login = await store.logins.findLogin(hashOfSecret(response.state), isoNow(clock));
  if (login === undefined) throw unknownLoginError('launch: state unknown, used or expired');
  return login;
}

/**
 * The proof that this browser began the login: `bound`, or `unproven` if it has shown nothing yet. What is posted
 * proves something only where our own page has read it from this browser's storage: whoever begins a login can read its
 * binding, and could let a form of theirs post it in somebody else's browser.
 * @throws LotseError `invalid-launch` if it shows something else
 */
export function checkBinding(
  request: Request,
  publicUrl: string,
  response: AuthenticationResponse,
  login: Login,
): 'bound' | 'unproven' {
  const posted = response.binding === '' ? undefined : response.binding;
  const isOurs = posted === undefined || isFromOwnPage(request, publicUrl);
  const shown = [bindingFromCookie(request, publicUrl, response.state), isOurs ? posted : undefined].filter(
    (value) => value !== undefined && value !== '',
  );
  // Both sides are hashes of 256 random bits, so an ordinary comparison tells an attacker nothing.
  if (shown.some((value) => hashOfSecret(value!) === login.bindingHash)) return 'bound';
  if (shown.length > 0) throw unknownLoginError('launch: state of another browser');
  if (!isOurs) throw unknownLoginError('launch: binding posted by a page that is not ours');
  return 'unproven';
}
