export {};

/** Tells the LMS that it may close the window or frame it opened (LTI Dynamic Registration 1.0 §3.7). Says nothing else. */
const platformWindow = (window.opener as Window | null) ?? (window.parent === window ? null : window.parent);
const close = (): void => platformWindow?.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');

// If there is something to read first, the page has a button for it.
const button = document.querySelector<HTMLButtonElement>('#close');
if (button === null) close();
else button.addEventListener('click', close);
