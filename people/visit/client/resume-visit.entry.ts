/** On the page for a lost visit: resumes it if this tab has stored it. */
import { keptName, postToken, tellOurselves } from './post-token.js';

function resumeVisit(handle: string): void {
  let token: string | null = null;
  try {
    token = sessionStorage.getItem(keptName(handle));
    // A token that proves useless must not be tried for ever; a page that opens stores it again.
    sessionStorage.removeItem(keptName(handle));
  } catch {
    // A tab without storage has stored nothing.
  }
  if (token === null) return;
  tellOurselves();
  postToken(location.href, token);
}

const named = new URLSearchParams(location.search).get('visit');
if (named !== null) resumeVisit(named);
