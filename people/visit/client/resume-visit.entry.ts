/** On the page that says that a visit is lost: goes on with it where this tab has kept it. */
import { keptName, postToken, tellOurselves } from './post-token.js';

function resumeVisit(handle: string): void {
  let token: string | null = null;
  try {
    token = sessionStorage.getItem(keptName(handle));
    // A token that proves useless must not be tried for ever; a page that opens stores it again.
    sessionStorage.removeItem(keptName(handle));
  } catch {
    // A tab without storage has kept nothing.
  }
  if (token === null) return;
  tellOurselves();
  postToken(location.href, token);
}

const named = new URLSearchParams(location.search).get('visit');
if (named !== null) resumeVisit(named);
