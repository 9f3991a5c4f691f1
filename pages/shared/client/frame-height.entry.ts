/**
 * Reports the page's height to the LMS (`lti.frameResize`), so that its frame can fit and nobody scrolls inside a
 * scrolling page. LMSs that do not know the message ignore it. It says nothing but a number, so it may go to whoever
 * frames us: the LMS's pages can have another origin than its issuer.
 */
function tellHeight(): void {
  const { body } = document;
  let told = 0;
  const tell = (): void => {
    const height = Math.ceil(body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ subject: 'lti.frameResize', height }, '*');
  };
  new ResizeObserver(tell).observe(body);
  tell();
}

if (window.parent !== window && 'ResizeObserver' in window) tellHeight();
