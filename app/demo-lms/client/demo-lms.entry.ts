/** Sends forms that are only a step on the way. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-send-itself]')) form.submit();

/** The least height of a content, in pixels: what Moodle gives it before it looks at the window. */
const leastHeight = 600;

/** Lets a content's frame reach to the lower edge of the window, and never be less than usable. */
function fill(frame: HTMLIFrameElement): void {
  const top = frame.getBoundingClientRect().top + window.scrollY;
  frame.style.height = `${Math.max(leastHeight, Math.floor(window.innerHeight - top - 16))}px`;
}

for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[data-fill-window]')) {
  fill(frame);
  window.addEventListener('resize', () => fill(frame));
}
