import type { Milliseconds } from '../../base/index.js';
import type { Platform } from '../store/index.js';

/** Where a page finds the storage that some LMSs offer to frames (LTI Platform Storage 1.0). */
export interface PlatformStorage {
  /** The name of the frame that listens, or `_parent`. */
  readonly target: string;
  /** The only origin that is spoken to, and listened to: that of the LMS's authentication address (§2.2). */
  readonly origin: string;
  /** Time to wait for an answer: {@link storageTimeoutMs}. */
  readonly milliseconds: number;
}

/** Time an LMS's frame may take to load and to answer: the launch waits for it. */
export const storageTimeoutMs: Milliseconds = 3_000;

/** The storage that an LMS named when it began a login; `undefined` if it named none. */
export function platformStorage(
  platform: Pick<Platform, 'authenticationEndpoint'>,
  target: string | undefined,
): PlatformStorage | undefined {
  return target === undefined
    ? undefined
    : { target, origin: new URL(platform.authenticationEndpoint).origin, milliseconds: storageTimeoutMs };
}

/**
 * The browser's side: `askStorage(storage, message, done)` sends a message to the LMS's frame and calls `done` once,
 * with the answer, or with `null` if there is no such frame, an error, or nothing in time. An answer must come from
 * that frame and that origin, and repeat the message's id. It asks again until then: the LMS's frame may still be
 * loading, and what nobody listens to yet is lost.
 */
export const platformStorageScript = `function askStorage(storage, message, done) {
  var host = window.parent !== window ? window.parent : window.opener, frame = null, timer, again;
  function finish(answer) {
    clearTimeout(timer);
    clearInterval(again);
    removeEventListener('message', hear);
    if (done) { var tell = done; done = null; tell(answer); }
  }
  function hear(event) {
    var answer = event.data;
    if (event.source !== frame || event.origin !== storage.origin || !answer || answer.subject !== message.subject + '.response' || answer.message_id !== message.message_id) return;
    finish(answer.error ? null : answer);
  }
  try { frame = !storage || !host ? null : storage.target === '_parent' ? host : host.frames[storage.target]; } catch (refused) {}
  if (!frame) { finish(null); return; }
  timer = setTimeout(function () { finish(null); }, storage.milliseconds);
  addEventListener('message', hear);
  function ask() { try { frame.postMessage(message, storage.origin); } catch (refused) { finish(null); } }
  again = setInterval(ask, 250);
  ask();
}`;
