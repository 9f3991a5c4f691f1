import type { Clock, Seconds } from '../../../base/index.js';
import { keySetRequest, type Platforms, parseKeySet } from '../../platform/index.js';
import type { Platform } from '../../store/index.js';
import type { Finding } from './findings.js';
import { hostOf, transportFinding } from './transport.js';

/** A launch allows 90; who is near that will be over it soon. */
const maxSkewSeconds: Seconds = 90;
const noticeableSkewSeconds = 30;

/** Compares the clocks by the response's date, which is in whole seconds. */
function checkClock(clock: Clock, date: string | null, requested: number): readonly Finding[] {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return [];
  const ours = (requested + clock.now()) / 2;
  const seconds = Math.round((theirs + 500 - ours) / 1000);
  if (Math.abs(seconds) < noticeableSkewSeconds) return [];
  return [
    {
      code: 'clock-skew',
      severity: Math.abs(seconds) >= maxSkewSeconds ? 'problem' : 'warning',
      values: { seconds: Math.abs(seconds), direction: seconds > 0 ? 'ahead' : 'behind' },
    },
  ];
}

/** Checks that the LMS's keys can be fetched and used, by the rules of a launch, and that its clock is right. */
export async function checkKeys(
  { platforms, clock }: { readonly platforms: Pick<Platforms, 'fetchJson'>; readonly clock: Clock },
  { jwksUri }: Platform,
): Promise<readonly Finding[]> {
  const host = hostOf(jwksUri);
  const requested = clock.now();
  try {
    const answer = await platforms.fetchJson(keySetRequest(jwksUri));
    const skew = checkClock(clock, answer.headers.get('date'), requested);
    const problem = (code: Finding['code'], more = {}): readonly Finding[] => [
      { code, severity: 'problem', place: 'keys', values: { host, ...more } },
      ...skew,
    ];
    if (answer.status !== 200) return problem('wrong-status', { status: answer.status });
    const keys = await parseKeySet(answer.body);
    if (keys === undefined) return problem('keys-malformed');
    return keys.size > 0 ? skew : problem('keys-without-rs256');
  } catch (caught) {
    return [transportFinding('keys', jwksUri, caught)];
  }
}
