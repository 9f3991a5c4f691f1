import XAPI, { type Statement } from '@xapi/xapi';
import { requestTimeoutMs, createRetryLoop, type Persistent, type SendingStatus } from './retry-loop.js';
import { requireSuccess, classifyFailure } from './failure.js';
import type { H5pStatement } from './globals.js';
import type { DraftStorage } from './draft-storage.js';

/**
 * Maximum size of one request, in bytes: browsers still send this much of a page that is being closed (Fetch standard,
 * keepalive).
 */
const maxRequestBytes = 60_000;
/** Maximum number of statements in one request. */
const maxStatements = 50;

/** A statement with its id, so that sending it twice stores it once. */
interface QueuedStatement {
  readonly id: string;
  /** JSON text. */
  readonly text: string;
}

/** The statements of an attempt that the server has not confirmed. */
export interface StatementQueue {
  add(statement: H5pStatement): void;
  /** True if there are statements that the server has not confirmed. */
  pending(): boolean;
  /** Tries again now, e.g. because the connection is back. */
  retry(): void;
  /**
   * Sends unconfirmed statements so that they arrive even if the page is closed at this moment.
   * @param budget most bytes
   * @returns bytes used
   */
  leave(budget: number): number;
}

export interface QueueParts {
  readonly window: Window;
  readonly endpoint: string;
  readonly token: string;
  readonly drafts: DraftStorage;
  /** Milliseconds to add to this device's clock. */
  readonly clockOffset: number;
  readonly report: (progress: SendingStatus) => void;
  /** A statement was refused for good. */
  readonly refused: (failure: unknown) => void;
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

/** JSON text. Half of an emoji, the result of cutting a long answer, would be refused by the LRS: it becomes U+FFFD. */
const wellFormed = (value: object): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? each.replace(/\p{Surrogate}/gu, '\ufffd') : each,
  );

/** As many of the first statements as fit into one request, at least one. */
function batchOf(items: readonly QueuedStatement[], budget: number): readonly QueuedStatement[] {
  let size = 2;
  let count = 0;
  for (const { text } of items.slice(0, maxStatements)) {
    size += sizeOf(text) + 1;
    if (size > budget) break;
    count += 1;
  }
  return items.slice(0, Math.max(1, count));
}

function client({ endpoint, token }: QueueParts, keepalive: boolean): XAPI {
  return new XAPI({
    endpoint,
    auth: `Bearer ${token}`,
    version: '1.0.3',
    adapter: async ({ url, method, headers, data }) => {
      const response = await fetch(url, {
        method,
        headers: headers as Record<string, string>,
        body: JSON.stringify(data),
        keepalive,
        credentials: 'same-origin',
        ...(keepalive ? {} : { signal: AbortSignal.timeout(requestTimeoutMs) }),
      });
      requireSuccess(response);
      return {
        data: await response.json(),
        headers: Object.fromEntries(response.headers.entries()),
        status: response.status,
      };
    },
  });
}

function restore(drafts: DraftStorage): QueuedStatement[] {
  const found = new Map<string, QueuedStatement>();
  for (const text of drafts.left()) {
    for (const item of JSON.parse(text) as readonly QueuedStatement[]) found.set(item.id, item);
  }
  return [...found.values()];
}

class PersistentStatementQueue implements StatementQueue {
  readonly #parts: QueueParts;
  readonly #patient: XAPI;
  readonly #leaving: XAPI;
  #items: QueuedStatement[];
  readonly #loop: Persistent;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#patient = client(parts, false);
    this.#leaving = client(parts, true);
    this.#items = restore(parts.drafts);
    this.#loop = createRetryLoop(
      parts.window,
      async () => {
        while (this.#items.length > 0) {
          const batch = batchOf(this.#items, maxRequestBytes);
          try {
            await this.#send(this.#patient, batch);
          } catch (failure) {
            if (classifyFailure(failure) !== 'never') throw failure;
            await this.#sendEach(batch);
          }
        }
      },
      parts.report,
    );
    this.#persist();
    parts.drafts.clearLeft();
    if (this.#items.length > 0) this.#loop.wake();
  }

  add(statement: H5pStatement): void {
    const { crypto } = this.#parts.window;
    const id = (crypto as Partial<Crypto>).randomUUID?.() ?? uuid(crypto);
    this.#items = [
      ...this.#items,
      {
        id,
        text: wellFormed({ ...statement, id, timestamp: new Date(Date.now() + this.#parts.clockOffset).toISOString() }),
      },
    ];
    this.#persist();
    this.#parts.report('busy');
    // A moment later, so that statements created together are sent together.
    this.#parts.window.setTimeout(() => this.#loop.wake(), 50);
  }

  pending(): boolean {
    return this.#items.length > 0;
  }

  retry(): void {
    this.#loop.retry();
  }

  leave(budget: number): number {
    if (this.#items.length === 0) return 0;
    const batch = batchOf(this.#items, budget);
    const size = batch.reduce((sum, { text }) => sum + sizeOf(text) + 1, 2);
    if (size > budget) return 0;
    // Confirmed or not, unsent statements stay in the queue: the next page sends them again.
    this.#send(this.#leaving, batch).catch(() => this.#loop.wake());
    return size;
  }

  #persist(): void {
    if (this.#items.length === 0) this.#parts.drafts.clear();
    else this.#parts.drafts.write(JSON.stringify(this.#items));
  }

  #remove(batch: readonly QueuedStatement[]): void {
    const gone = new Set(batch.map(({ id }) => id));
    this.#items = this.#items.filter(({ id }) => !gone.has(id));
    this.#persist();
  }

  async #send(through: XAPI, batch: readonly QueuedStatement[]): Promise<void> {
    await through.sendStatements({ statements: batch.map(({ text }) => JSON.parse(text) as Statement) });
    this.#remove(batch);
  }

  /** One refused statement refuses its whole batch, so each is then sent alone. */
  async #sendEach(batch: readonly QueuedStatement[]): Promise<void> {
    for (const item of batch) {
      try {
        await this.#send(this.#patient, [item]);
      } catch (failure) {
        if (classifyFailure(failure) !== 'never') throw failure;
        this.#remove([item]);
        this.#parts.refused(failure);
      }
    }
  }
}

/** Sends statements in the order in which they happened, and stores them until the server has confirmed each. */
export function createStatementQueue(parts: QueueParts): StatementQueue {
  return new PersistentStatementQueue(parts);
}

/** A version 4 UUID if the page is not in a secure context, e.g. a company's intranet over http. */
function uuid(crypto: Crypto): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
