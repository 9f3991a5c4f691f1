import type { Platform } from '../store/index.js';
import type { PlatformAccess } from './platform-access.js';

/** The service name in a refusal by the score service, as opposed to one by the token endpoint. */
export const scoreService = 'scores';

/** The address scores are posted to: the line item's with `/scores` at the end of its path (AGS 2.0 §3.4.1). */
export function scoresUrl(lineItem: string): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  return url.href;
}

/**
 * Sends one score.
 * @param message as the LMS's adapter writes it
 * @param signal ends the try; whether the LMS took the score is then unknown
 * @throws PlatformResponseError, LotseError `platform-unreachable`
 */
export async function submitScore(
  access: PlatformAccess,
  platform: Platform,
  lineItem: string,
  message: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<void> {
  await access.request(platform, 'https://purl.imsglobal.org/spec/lti-ags/scope/score', scoreService, {
    url: scoresUrl(lineItem),
    method: 'POST',
    body: JSON.stringify(message),
    timeout: 15_000,
    statusOnly: true,
    ...(signal === undefined ? {} : { signal }),
    headers: { 'Content-Type': 'application/vnd.ims.lis.v1.score+json', Accept: 'application/json' },
  });
}
