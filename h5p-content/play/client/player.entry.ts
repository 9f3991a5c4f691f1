import type { H5pCore, H5pHost } from './globals.js';
import { openDraftStorage } from './draft-storage.js';
import type { SendingStatus } from './retry-loop.js';
import { readPlayData, type PlayerData } from './play-data.js';
import { createStatementQueue, type StatementQueue } from './statement-queue.js';
import { createStateSaver, type StateSaver } from './state-saver.js';
import { createStatusLine, type StatusLine } from './status-line.js';

/** Bytes that a browser still sends for a page that is being closed, over all its requests, with a margin. */
const leavingBudget = 60_000;
/** Error of a device's clock, in milliseconds, from which it is corrected: loading a page takes time, too. */
const clockTolerance = 60_000;

/** Combines the reports of statements and state into one message for the learner. */
function reporter(line: StatusLine): { part(): (progress: SendingStatus) => void; refused(failure: unknown): void } {
  const parts: SendingStatus[] = [];
  let refused = false;
  const tell = (): void => {
    if (parts.includes('launch-again')) line.show('launch-again');
    else if (parts.includes('overtaken')) line.show('overtaken');
    else if (refused) line.show('refused');
    else if (parts.includes('waiting')) line.show('offline');
    else line.show(parts.includes('busy') ? 'saving' : 'saved');
  };
  return {
    part() {
      const index = parts.push('idle') - 1;
      return (progress) => {
        // The message stays "no connection" between attempts until one has succeeded.
        if (progress === 'busy' && parts[index] === 'waiting') return;
        parts[index] = progress;
        tell();
      };
    },
    refused(failure) {
      (window as Partial<Window>).reportError?.(failure);
      refused = true;
      tell();
    },
  };
}

function watchConnection(window: Window, core: H5pCore, queue: StatementQueue, saver: StateSaver): void {
  const leave = (): void => {
    const used = queue.leave(leavingBudget);
    saver.leave(core.instances, leavingBudget - used);
  };
  window.addEventListener('pagehide', leave);
  window.document.addEventListener('visibilitychange', () => {
    // Phones end hidden pages without any further event.
    if (window.document.visibilityState === 'hidden') leave();
  });
  const retry = (): void => {
    queue.retry();
    saver.retry();
  };
  window.addEventListener('online', retry);
  window.addEventListener('pageshow', retry);
}

/** Maximum time that a link, or a reload, waits for running requests, in milliseconds. */
const maxWaitMs = 3_000;

/** Continues once the running requests have ended, or after the maximum time. */
function onceSent(window: Window, queue: StatementQueue, go: () => void): void {
  const until = Date.now() + maxWaitMs;
  const look = (): void => {
    if (queue.pending() && Date.now() < until) window.setTimeout(look, 30);
    else go();
  };
  look();
}

/**
 * Sends first if the learner opens another page of ours, such as the matrix, so that it shows what has just been done.
 */
function sendBeforeGoing(window: Window, queue: StatementQueue): void {
  let going = false;
  window.document.addEventListener('click', (event) => {
    if (going) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const elsewhere =
      event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link === null || elsewhere || link.target !== '' || link.origin !== window.location.origin || !queue.pending())
      return;
    event.preventDefault();
    onceSent(window, queue, () => {
      going = true;
      link.click();
      going = false;
    });
  });
}

/** Core's queue has nothing to do here, and fails to start where the browser denies storage. */
class DisabledRequestQueue {
  add(): void {
    // Results are sent as statements, through our own queue.
  }
}

/** In a frame, core leaves resizing to a script of the embedding page, which LMSs do not load for us. */
function followFrame(window: Window, core: H5pCore): void {
  if (core.isFramed)
    window.addEventListener('resize', () => core.instances.forEach((instance) => core.trigger(instance, 'resize')));
}

/** A preview of the content, without any request to the server. */
function preview(line: StatusLine): void {
  const core = host.H5P as H5pCore;
  core.setUserData = () => undefined;
  core.OfflineRequestQueue = DisabledRequestQueue;
  core.init(document.body);
  followFrame(window, core);
  line.show('preview');
}

/** @param whenReloading takes what the button of a page that was overtaken does */
function play(data: PlayerData, line: StatusLine, whenReloading: (reload: () => void) => void): void {
  const core = host.H5P as H5pCore;
  const { registration, xapi, now } = data.lotse;
  const offset = now - loaded;
  const report = reporter(line);
  const saver = createStateSaver({
    window,
    data,
    drafts: openDraftStorage(window, `state.${registration}`),
    report: report.part(),
    refused: report.refused,
  });
  const queue = createStatementQueue({
    window,
    endpoint: xapi.endpoint,
    token: xapi.token,
    drafts: openDraftStorage(window, `statements.${registration}`),
    clockOffset: Math.abs(offset) > clockTolerance ? offset : 0,
    report: report.part(),
    refused: report.refused,
  });
  core.setUserData = saver.setUserData;
  core.OfflineRequestQueue = DisabledRequestQueue;
  core.externalDispatcher.on('xAPI', ({ data: { statement } }) => queue.add(statement));
  watchConnection(window, core, queue, saver);
  sendBeforeGoing(window, queue);
  whenReloading(() => onceSent(window, queue, () => window.location.reload()));
  core.init(document.body);
  saver.begin(core.instances);
  followFrame(window, core);
}

/** Adds the token, which no address contains, to core's own requests for learner state. */
function authorize(core: H5pCore, { ajax: { contentUserData }, lotse: { xapi } }: PlayerData): void {
  const base = contentUserData.slice(0, contentUserData.indexOf(':'));
  core.jQuery?.ajaxPrefilter(({ url = '' }, _original, request) => {
    if (url.startsWith(base)) request.setRequestHeader('Authorization', `Bearer ${xapi.token}`);
  });
}

/** When the page was made, on this device's clock. */
const loaded = Date.now();
const data = readPlayData(document);
const host = window as unknown as H5pHost;
// Core reads both as soon as it runs, which is after this script.
host.H5PIntegration = data;
host.H5P = { ...host.H5P, preventInit: true };

function start(): void {
  let reload = (): void => window.location.reload();
  const line = createStatusLine(document, data.lotse.language, () => reload());
  try {
    if (data.lotse.preview) preview(line);
    else {
      authorize(host.H5P as H5pCore, data);
      play(data, line, (reloadPage) => (reload = reloadPage));
    }
    if ((host.H5P as H5pCore).instances.length === 0) line.show('broken');
    else line.loaded();
  } catch (failure) {
    (window as Partial<Window>).reportError?.(failure);
    line.show('broken');
  }
}

if (document.readyState === 'complete') start();
else document.addEventListener('DOMContentLoaded', start);
