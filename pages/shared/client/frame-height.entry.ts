/**
 * Reports the page's height to the LMS (`lti.frameResize`), so that its frame can fit and nobody scrolls inside a
 * scrolling page. LMSs that do not know the message ignore it. It says nothing but a number, so it may go to whoever
 * frames us: the LMS's pages can have another origin than its issuer.
 */
function tellHeight(): void {
  const { body } = document;
  let lastHeight = 0;
  const reportHeight = (): void => {
    const height = Math.ceil(body.getBoundingClientRect().height);
    if (height === lastHeight) return;
    lastHeight = height;
    window.parent.postMessage({ subject: 'lti.frameResize', height }, '*');
  };
  new ResizeObserver(reportHeight).observe(body);
  reportHeight();
}

if (window.parent !== window && 'ResizeObserver' in window) tellHeight();
