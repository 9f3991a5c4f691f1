import { Worker } from 'node:worker_threads';
import { LotseError } from '../../../base/index.js';
import { fromWire, type FromWriter, threadLimits, type ToWriter, type WriterData } from './protocol.js';

/** What a writer thread tells while it lives. */
export type Told = Exclude<FromWriter, { readonly kind: 'failed' }>;

/** One life of the writer thread. What is sent before its database is open is done after that. */
export interface WriterThread {
  send(message: ToWriter): void;
  /** When it is gone, and all that it told is heard: why. */
  readonly exited: Promise<LotseError>;
}

/**
 * Starts a writer thread.
 * @param thread the file that calls `serveWriter`
 */
export function startWriterThread(thread: URL, data: WriterData, hear: (told: Told) => void): WriterThread {
  const worker = new Worker(thread, { workerData: data, resourceLimits: threadLimits });
  let why: Error | undefined;
  worker.on('message', (message: FromWriter) => {
    if (message.kind === 'failed') why = openError(data.path, fromWire(message.error));
    else hear(message);
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
