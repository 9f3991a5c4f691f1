import { Worker } from 'node:worker_threads';
import { LotseError } from '../../../base/index.js';
import { fromWire, type WriterMessage, threadLimits, type WriterCommand, type WriterData } from './protocol.js';

/** Messages of a writer thread while it lives. */
export type WriterEvent = Exclude<WriterMessage, { readonly kind: 'failed' }>;

/** One life of the writer thread. What is sent before its database is open is done after that. */
export interface WriterThread {
  send(message: WriterCommand): void;
  /** When it is gone, and all that it told is heard: why. */
  readonly exited: Promise<LotseError>;
}

/**
 * Starts a writer thread.
 * @param thread the file that calls `serveWriter`
 */
export function startWriterThread(
  thread: URL,
  data: WriterData,
  onMessage: (message: WriterEvent) => void,
): WriterThread {
  const worker = new Worker(thread, { workerData: data, resourceLimits: threadLimits });
  let why: Error | undefined;
  worker.on('message', (message: WriterMessage) => {
    if (message.kind === 'failed') why = openError(data.path, fromWire(message.error));
    else onMessage(message);
  });
  worker.on('error', (caught) => (why = caught));
  const exited = new Promise<LotseError>((resolve) =>
    worker.once('exit', (code) => resolve(why instanceof LotseError ? why : brokenOff(why, code))),
  );
  return { send: (message) => worker.postMessage(message), exited };
}

function brokenOff(why: Error | undefined, code: number): LotseError {
  return new LotseError('store-unavailable', 'The store has broken off what it was writing. Send it again.', {
    detail: why?.message ?? `the writer thread ended with ${code}`,
    retryAfter: 1,
    cause: why,
  });
}

function openError(path: string, error: LotseError): LotseError {
  if (error.detail === undefined || error.retryAfter === undefined) return error;
  return new LotseError(
    'store-unavailable',
    `The database ${path} cannot be opened for writing (${error.detail}). Check LOTSE_DATA, who may write there, and whether another process holds the file.`,
    { detail: error.detail, retryAfter: error.retryAfter, cause: error },
  );
}
