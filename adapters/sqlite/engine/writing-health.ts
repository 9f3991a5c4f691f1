import { LotseError } from '../../../base/index.js';

/** Milliseconds for which the answer of a probe holds: whoever asks all the time costs the disk nothing. */
const probeHolds = 1_000;
/** Milliseconds that a probe may take until what was known before is the answer: whoever asks for health does not wait for long. */
const maxProbeMs = 3_000;

/** The health of writing, judged by the last writes. */
export interface WritingHealth {
  /** A command was answered with this error. */
  failed(error: LotseError): void;
  /** The thread is gone. */
  stopped(why: LotseError): void;
  /** Returns where nothing speaks against it. @throws LotseError `writer-stopped`, `disk-full`, `store-unavailable` */
  check(): Promise<void>;
}

/** The error of a store that cannot be written, told by a command's error; `undefined` if that says nothing about it. */
export function writingError(error: LotseError): LotseError | undefined {
  if (error.code !== 'store-unavailable') return undefined;
  const { detail } = error;
  const options = { retryAfter: 5, cause: error, ...(detail === undefined ? {} : { detail }) };
  if (detail?.startsWith('SQLITE_FULL') === true)
    return new LotseError(
      'disk-full',
      'The disk takes no more. What is stored can be read; nothing can be added until there is room.',
      options,
    );
  return new LotseError('store-unavailable', 'The store cannot be written. What is stored can be read.', options);
}

class ProbedHealth implements WritingHealth {
  readonly #probe: () => Promise<unknown>;
  #lastError: LotseError | undefined;
  #probing: Promise<void> | undefined;
  #probed = -Infinity;

  constructor(probe: () => Promise<unknown>) {
    this.#probe = probe;
  }

  failed(error: LotseError): void {
    this.#lastError = writingError(error) ?? this.#lastError;
  }

  stopped(why: LotseError): void {
    this.#lastError = new LotseError(
      'writer-stopped',
      'What writes the store has stopped, and could not be started again yet. What is stored can be read.',
      { retryAfter: 5, cause: why, detail: why.detail ?? why.message },
    );
  }

  async check(): Promise<void> {
    if (this.#lastError === undefined) return;
    if (this.#probing !== undefined || performance.now() - this.#probed >= probeHolds) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, maxProbeMs)));
      await Promise.race([this.#probing ?? this.#find(), late]);
      clearTimeout(timer);
    }
    this.#refuse();
  }

  #refuse(): void {
    if (this.#lastError !== undefined) throw this.#lastError;
  }

  #find(): Promise<void> {
    this.#probed = performance.now();
    return (this.#probing = this.#probe()
      .then(
        () => (this.#lastError = undefined),
        () => undefined,
      )
      .then(() => (this.#probing = undefined)));
  }
}

/**
 * Follows a store's health. It stays as the last trouble says until a probe gets through: a command that succeeds may
 * have had nothing to write. While all is well nothing is probed.
 * @param probe writes as little as can be, durably; its errors come through `failed` and `stopped` as well
 */
export function followWritingHealth(probe: () => Promise<unknown>): WritingHealth {
  return new ProbedHealth(probe);
}
