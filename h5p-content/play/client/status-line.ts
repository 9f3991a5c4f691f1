import { playerTexts, type Status } from './texts.js';

/** Delay before "saving" is shown, in milliseconds: quick saves need no announcement. */
const busyDelayMs = 800;

/** Tells the learner, and a screen reader, whether everything is saved. */
export interface StatusLine {
  show(status: Status): void;
  /** The unit has loaded: messages from the time before are cleared, unless there is a newer one. */
  loaded(): void;
}

function lineIn(document: Document): HTMLElement {
  const existing = document.getElementById('play-status');
  if (existing !== null) return existing;
  const created = document.createElement('p');
  created.id = 'play-status';
  created.className = 'play-status';
  (document.querySelector('.h5p-content')?.parentElement ?? document.body).append(created);
  return created;
}

function reloadButton(document: Document, words: string, reload: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button small';
  button.textContent = words;
  button.addEventListener('click', reload);
  return button;
}

/**
 * The page's `#play-status`, or one below the content.
 * @param reload what the button of a page that was overtaken does
 */
export function createStatusLine(document: Document, language: 'de' | 'en', reload: () => void): StatusLine {
  const line = lineIn(document);
  line.setAttribute('role', 'status');
  line.setAttribute('aria-live', 'polite');
  let shown: Status | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const write = (status: Status): void => {
    shown = status;
    line.dataset['status'] = status;
    line.textContent = playerTexts[language][status];
    if (status === 'overtaken') line.append(' ', reloadButton(document, playerTexts[language].reload, reload));
  };
  return {
    show(status) {
      clearTimeout(waiting);
      waiting = undefined;
      // A unit that has not loaded saves nothing, so no other message matters.
      if (shown === 'broken') return;
      // The state is marked at once; its announcement may come a little later.
      line.dataset['status'] = status;
      if (status === shown) return;
      if (status === 'saving' && (shown === undefined || shown === 'saved'))
        waiting = setTimeout(() => write(status), busyDelayMs);
      else write(status);
    },
    loaded() {
      if (shown === undefined) line.textContent = '';
    },
  };
}
