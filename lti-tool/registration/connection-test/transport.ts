import { codeOf } from '../../../base/index.js';
import { PlatformResponseError, UnreachableError, type UnreachableReason } from '../../platform/index.js';
import type { Finding, FindingCode, ConnectionStep } from './findings.js';

const codes: Readonly<Record<UnreachableReason, FindingCode>> = {
  address: 'bad-address',
  'internal-address': 'internal-address',
  name: 'name-not-found',
  refused: 'connection-refused',
  timeout: 'no-answer',
  certificate: 'certificate',
  network: 'connection-broken',
  redirect: 'redirected',
  'too-large': 'too-large',
  'not-json': 'not-json',
  content: 'token-malformed',
};

/** The host, by which people recognise an address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}

/**
 * The finding for an address that could not be reached.
 * @throws what it was given, if that is no such failure
 */
export function transportFinding(place: ConnectionStep, url: string, caught: unknown): Finding {
  if (caught instanceof UnreachableError) {
    const cause = codeOf(caught.cause);
    return {
      code: codes[caught.reason],
      severity: 'problem',
      place,
      values: { host: hostOf(url), reason: cause === '' ? caught.reason : cause },
    };
  }
  if (caught instanceof PlatformResponseError)
    return { code: 'wrong-status', severity: 'problem', place, values: { host: hostOf(url), status: caught.answered } };
  throw caught;
}
