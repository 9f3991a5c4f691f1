import type { EpochMilliseconds, Milliseconds } from '../../../base/index.js';
import type { LaunchTrace } from '../../store/index.js';
import { launchAddress } from '../tool-addresses.js';
import type { Finding } from './findings.js';

/** Criteria for judging a trace. */
export interface LaunchJudgement {
  readonly now: EpochMilliseconds;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** True if other evidence shows that our redirect URI is registered with the LMS. */
  readonly listed?: boolean;
}

/**
 * Time an LMS may take to send a browser back to us, and we to confirm its response. Where launches
 * have come back before, one that is younger is still under way.
 */
export const launchWaitMs: Milliseconds = 15_000;

/** Makes findings that say which redirect URI must be listed, and when it was. */
function findingsAbout(redirectUri: string) {
  return (
    code: Finding['code'],
    severity: Finding['severity'],
    moment: string,
    more: Partial<Finding> = {},
  ): Finding => ({
    code,
    severity,
    ...more,
    values: { redirectUri, ...(moment === '' ? {} : { moment }), ...more.values },
  });
}

/**
 * The finding about an LMS's launches so far. Moodle and ILIAS show an error page of their own where our redirect URI
 * is not listed, and never tell us: then logins are begun, and nothing comes back. Logins and errors are nobody's word
 * and can be made up by whoever knows the client id, so next to a launch that was genuine they are a warning at most.
 */
export function launchFinding(trace: LaunchTrace, { now, publicUrl, listed = false }: LaunchJudgement): Finding {
  const { begun, arrived, confirmed, refused, came } = momentsOf(trace);
  const redirectUri = launchAddress(publicUrl);
  const found = findingsAbout(redirectUri);
  const isOver = (at: string): boolean => now - Date.parse(at) >= launchWaitMs;
  const severity = confirmed === '' ? 'problem' : 'warning';

  if (begun > came && (came === '' || isOver(begun))) {
    return came === '' && !listed
      ? found('launch-unanswered', 'problem', begun, { copy: redirectUri })
      : found('launch-lost', 'warning', begun, { copy: redirectUri });
  }
  if (came === '') return found('launch-none', 'note', '');
  if (refused !== undefined && refused.at === came)
    return found('launch-refused', severity, refused.at, { values: { error: refused.error } });
  if (arrived > confirmed && (confirmed === '' || isOver(arrived)))
    return found('launch-unconfirmed', severity, arrived);
  return found('launch-confirmed', 'note', confirmed);
}

/** When each thing happened last, '' where it never has; `came`: a browser came back from the LMS, whatever it brought. */
function momentsOf({ begun = '', arrived = '', confirmed = '', refused }: LaunchTrace) {
  const came = [arrived, confirmed, refused?.at ?? ''].reduce((one, other) => (one > other ? one : other));
  return { begun, arrived, confirmed, refused, came };
}
