import type { Milliseconds } from '../../base/index.js';

/** Shows progress on standard error. */
export interface ProgressBar {
  /**
   * @param share 0 to 1; `undefined` if nobody knows how much there is
   * @param words what else there is to say, e.g. a count
   */
  show(share: number | undefined, words?: string): void;
  /** Ends the bar's line. */
  end(): void;
}

const width = 30;
/** Time between two pictures of the bar, and between two plain lines. */
const barEvery: Milliseconds = 100;
const lineEvery: Milliseconds = 10_000;

function line(label: string, share: number | undefined, words: string): string {
  const percent = share === undefined ? '' : ` ${String(Math.floor(share * 100)).padStart(3)} %`;
  return `${label}${percent}${words === '' ? '' : `  ${words}`}`;
}

/**
 * A bar on a terminal; elsewhere a plain line now and then, so that a log stays readable.
 * @param stream where to; standard output belongs to the result
 */
export function openProgressBar(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let last = stream.isTTY ? -Infinity : performance.now();
  let drawn = false;
  return {
    show(share, words = '') {
      const now = performance.now();
      if (now - last < (stream.isTTY ? barEvery : lineEvery)) return;
      last = now;
      if (!stream.isTTY) {
        stream.write(`${line(label, share, words)}\n`);
        return;
      }
      const full = share === undefined ? 0 : Math.round(share * width);
      const bar = share === undefined ? '' : `  ${'█'.repeat(full)}${'░'.repeat(width - full)}`;
      stream.write(`\r\u001b[K${line(label, share, words)}${bar}`);
      drawn = true;
    },
    end() {
      if (drawn) stream.write('\r\u001b[K');
    },
  };
}
