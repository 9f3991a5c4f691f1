/** On the page for a lost visit: resumes it if this tab has stored it. */
import { storageKeyOf, postToken, identifyVisit } from './post-token.js';

function resumeVisit(handle: string): void {
  let token: string | null = null;
  try {
    token = sessionStorage.getItem(storageKeyOf(handle));
    // A token that proves useless must not be tried for ever; a page that opens stores it again.
    sessionStorage.removeItem(storageKeyOf(handle));
  } catch {
    // A tab without storage has stored nothing.
  }
  if (token === null) return;
  identifyVisit();
  postToken(location.href, token);
}

const named = new URLSearchParams(location.search).get('visit');
if (named !== null) resumeVisit(named);
