/** On the page that says that a visit is lost: goes on with it where this tab has kept it. */
import { keptName, postToken, tellOurselves } from './post-token.js';

function resumeVisit(handle: string): void {
  let token: string | null = null;
  try {
    token = sessionStorage.getItem(keptName(handle));
    // Whoever finds it of no use must not try it for ever; a page that opens keeps it again.
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
