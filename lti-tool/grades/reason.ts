import { defineTexts } from '../../base/index.js';
import type { Language } from '../../web/index.js';
import type { Grade, Platform } from '../store/index.js';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** The reasons why grades do not reach the LMS, with advice: by the code and detail in the queue. */
const reasonTexts = defineTexts({ de: de.reason, en: en.reason });

type Reason = Parameters<ReturnType<typeof reasonTexts>>[0];

/** @param ofToken the status is the token address's answer, not the line item's */
function byStatus(status: number, ofToken: boolean): Reason {
  if (ofToken) return status >= 500 ? 'busy' : 'token';
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404 || status === 410) return 'gone';
  if (status === 409) return 'later';
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status) ? 'wrong-request' : 'busy';
}

function reasonOf(state: string, error: string): Reason {
  if (state === 'declined') return 'declined';
  const [, code = '', detail = ''] = /^([a-z-]+): (.*)$/s.exec(error) ?? [];
  if (code === 'unknown-platform' || (code === 'not-found' && detail.startsWith('platform ')))
    return 'unknown-platform';
  if (detail.startsWith('line items: ')) return code === 'not-found' ? 'no-column' : 'busy';
  const [, status] = /\bstatus (\d{3})\b/.exec(detail) ?? [];
  if (status !== undefined) return byStatus(Number(status), detail.startsWith('token'));
  return code === 'platform-unreachable' ? 'unreachable' : 'other';
}

/** True if a grade waits for its platform to be switched on again; until then it is not tried. */
export function isHeld({ state }: Pick<Grade, 'state'>, platform: Pick<Platform, 'active'> | undefined): boolean {
  return state === 'waiting' && platform?.active === false;
}

/**
 * Explains to an administrator, in one sentence, why a grade has not reached its LMS.
 * @param grade with what the queue has kept of the last try: code and detail
 * @param platform the grade's, if it is still there
 */
export function reasonText(
  { state, lastError }: Pick<Grade, 'state' | 'lastError'>,
  language: Language,
  platform?: Pick<Platform, 'active'>,
): string | undefined {
  if (isHeld({ state }, platform)) return reasonTexts(language)('switched-off');
  return lastError === undefined ? undefined : reasonTexts(language)(reasonOf(state, lastError));
}
