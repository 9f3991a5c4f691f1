export {};

/** Tells the LMS that it may close the window or frame it opened (LTI Dynamic Registration 1.0 §3.7). Says nothing else. */
const platformWindow = (window.opener as Window | null) ?? (window.parent === window ? null : window.parent);
platformWindow?.postMessage({ subject: 'org.imsglobal.lti.close' }, '*');
