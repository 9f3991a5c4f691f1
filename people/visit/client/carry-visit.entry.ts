/**
 * For browsers that keep no cookies of ours in an LMS's frame: links and forms carry the visit's token along in the
 * body of the request. If the tab has a storage of its own, reloading the page and going back work too.
 */
import { storageKeyOf, postToken, identifyVisit } from './post-token.js';

function carryVisit(handle: string, token: string): void {
  identifyVisit();
  try {
    sessionStorage.setItem(storageKeyOf(handle), token);
    // The page is the response to a form: a reload requests it by its address, and finds the token in the tab's
    // storage.
    history.replaceState(history.state, '', location.href);
  } catch {
    // Without storage the browser keeps the form itself, for as long as the page is open.
  }

  const isOfVisit = (address: string): boolean => {
    const url = new URL(address, location.href);
    return url.origin === location.origin && url.searchParams.get('visit') === handle;
  };

  // On the window: the page's own scripts come first, and may stop an event.
  window.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const elsewhere =
      event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link === null || elsewhere || link.target !== '' || !isOfVisit(link.href)) return;
    const { pathname, search, hash } = new URL(link.href);
    if (pathname === location.pathname && search === location.search && hash !== '') return;
    event.preventDefault();
    postToken(link.href, token);
  });

  window.addEventListener('submit', (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    const submitter = event.submitter instanceof HTMLElement ? event.submitter : null;
    const method = (submitter?.getAttribute('formmethod') ?? form.method).toLowerCase();
    const action = new URL(submitter?.getAttribute('formaction') ?? form.action, location.href);
    if (action.origin !== location.origin) return;
    if (method === 'post') {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = 'visit-token';
      field.value = token;
      form.append(field);
      return;
    }
    const requested = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') requested.append(name, value);
    if (submitter instanceof HTMLButtonElement && submitter.name !== '')
      requested.append(submitter.name, submitter.value);
    action.search = requested.toString();
    if (!isOfVisit(action.href)) return;
    event.preventDefault();
    postToken(action.href, token);
  });
}

const { visit, token } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {};
if (visit !== undefined && token !== undefined) carryVisit(visit, token);
