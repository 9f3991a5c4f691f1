/** Submits intermediate forms. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-send-itself]')) form.submit();

/** Minimum height of a content, in pixels: Moodle's own before it measures the window. */
const minFrameHeight = 600;

/** Extends a content's frame to the lower edge of the window, with a usable minimum. */
function fill(frame: HTMLIFrameElement): void {
  const top = frame.getBoundingClientRect().top + window.scrollY;
  frame.style.height = `${Math.max(minFrameHeight, Math.floor(window.innerHeight - top - 16))}px`;
}

for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe[data-fill-window]')) {
  fill(frame);
  window.addEventListener('resize', () => fill(frame));
}
