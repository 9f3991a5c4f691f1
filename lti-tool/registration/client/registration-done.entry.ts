/** Tells the LMS that it may close the window or frame it opened (LTI Dynamic Registration 1.0 §3.7). Says nothing else. */
const opener: unknown = window.opener ?? (window.parent === window ? null : window.parent);
if (opener !== null) (opener as Window).postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
