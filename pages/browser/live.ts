import type { Response } from 'express';
import { asLotseError, BackgroundLoop, type Logger, LotseError, type Milliseconds } from '../../base/index.js';
import type { LrsStore, OrganisationId, Position, StatementFilter, StoredStatement } from '../../lrs/index.js';
import type { ReadPage } from './reader.js';

/** How often a live view looks for news. */
export interface LiveTiming {
  /** The minimum time between two polls for one listener, however much arrives. */
  readonly pause: Milliseconds;
  /** Polling interval, for statements that another process appended. */
  readonly poll: Milliseconds;
  /** Interval at which a quiet connection is kept awake and its sign-in checked again. */
  readonly beat: Milliseconds;
}

const defaultTiming: LiveTiming = { pause: 300, poll: 2_000, beat: 15_000 };

/** Maximum number of listeners altogether, and of one organisation. */
const mostListeners = 100;
const mostOfOne = 20;
/** Maximum number of statements at once; if there are more, the oldest are left out, which is reported. */
const mostAtOnce = 50;

/** A subscription to new statements. */
export interface Subscription {
  readonly organisation: OrganisationId;
  readonly filter: StatementFilter;
  /** The newest statement on the page. */
  readonly after: Position;
  /** The markup of statements, one for each. */
  readonly render: (statements: readonly StoredStatement[]) => Promise<readonly string[]>;
  /** True if the sign-in is still valid. */
  readonly stillAllowed: () => Promise<boolean>;
}

/** Live views of stored statements, as Server-Sent Events. */
export interface Live {
  /**
   * Answers with a stream of events: `statement` (id: its position; data: its markup as JSON), `gap`, `ended`.
   * @throws LotseError `too-many-requests` where too many follow already
   */
  follow(response: Response, subscription: Subscription): void;
  /** Ends every stream, and accepts no new one. */
  close(): void;
}

/** Dependencies of the live view. */
export interface LiveParts {
  readonly page: ReadPage;
  readonly stream: Pick<LrsStore['stream'], 'onAppended'>;
  readonly logger: Logger;
  readonly timing?: Partial<LiveTiming>;
}

/** One connection. It asks the store for its own organisation's page alone, so nothing else can come through. */
class Listener {
  readonly organisation: OrganisationId;
  readonly #loop: BackgroundLoop;
  #newest: Position;

  constructor(
    readonly response: Response,
    private readonly subscription: Subscription,
    private readonly parts: LiveParts & { readonly timing: LiveTiming },
  ) {
    this.organisation = subscription.organisation;
    this.#newest = subscription.after;
    const { logger, timing } = parts;
    this.#loop = new BackgroundLoop({
      step: () => this.#look(),
      onFailure: ({ caught }) => {
        const { code, detail } = asLotseError(caught);
        logger.warn({ code, detail }, 'The live view could not read what was stored and will try again.');
      },
      retry: { firstMs: timing.pause, maxMs: timing.poll },
      restMs: timing.pause,
    });
  }

  /** Looks for the first time, and from then on whenever it is woken. */
  start(): void {
    void this.#loop.start();
  }

  /** Nothing more can be sent. */
  get #over(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  /** Something may have been stored. */
  wake(): void {
    this.#loop.wake();
  }

  async beat(): Promise<void> {
    const holds = await this.#holds();
    if (this.#over) return;
    if (holds) this.response.write(':\n\n');
    else this.end();
  }

  end(): void {
    this.stop();
    if (this.#over) return;
    this.response.end('event: ended\ndata: \n\n');
  }

  stop(): void {
    void this.#loop.stop();
  }

  /** A store that does not answer is no reason to send anybody away. */
  async #holds(): Promise<boolean> {
    try {
      return await this.subscription.stillAllowed();
    } catch {
      return true;
    }
  }

  /** @returns the time until the next look: only what wakes it brings one */
  async #look(): Promise<number> {
    if (this.#over) return Infinity;
    // A slow reader is not sent more: a later poll brings the newest.
    if (!this.response.writableNeedDrain) await this.#send();
    else this.response.once('drain', () => this.wake());
    return Infinity;
  }

  async #send(): Promise<void> {
    const { organisation, filter, render } = this.subscription;
    const page = await this.parts.page({ organisation, filter, ascending: false, limit: mostAtOnce });
    const fresh = page.statements.filter(({ position }) => position > this.#newest);
    if (fresh.length === 0) return;
    const skipped = page.more && fresh.length === page.statements.length;
    const inOrder = fresh.toReversed();
    const markup = await render(inOrder);
    if (this.#over) return;
    this.#newest = fresh[0]!.position;
    const events = inOrder.map(
      ({ position }, index) => `id: ${position}\nevent: statement\ndata: ${JSON.stringify(markup[index])}\n\n`,
    );
    this.response.write(`${skipped ? 'event: gap\ndata: \n\n' : ''}${events.join('')}`);
  }
}

/** Does something again and again. What it does tells of its own failures. */
function every(milliseconds: number, action: () => Promise<void>): BackgroundLoop {
  const loop = new BackgroundLoop({
    step: async () => {
      await action();
      return milliseconds;
    },
    onFailure: () => undefined,
    retry: { firstMs: milliseconds, maxMs: milliseconds },
  });
  void loop.start(milliseconds);
  return loop;
}

/** Following over a store. While nobody follows, nothing runs. */
export function createLive({ page, stream, logger, timing: given }: LiveParts): Live {
  const timing = { ...defaultTiming, ...given };
  const listeners = new Set<Listener>();
  let stopWatching: (() => void) | undefined;
  let closed = false;

  function watch(): void {
    const wake = (): void => listeners.forEach((listener) => listener.wake());
    const unsubscribe = stream.onAppended(wake);
    const loops = [
      every(timing.poll, async () => wake()),
      every(timing.beat, async () => {
        await Promise.all([...listeners].map((listener) => listener.beat()));
      }),
    ];
    stopWatching = () => {
      unsubscribe();
      for (const loop of loops) void loop.stop();
      stopWatching = undefined;
    };
  }

  function leave(listener: Listener): void {
    listener.stop();
    listeners.delete(listener);
    if (listeners.size === 0) stopWatching?.();
  }

  return {
    follow(response, subscription) {
      const ofOne = [...listeners].filter(({ organisation }) => organisation === subscription.organisation).length;
      if (closed || listeners.size >= mostListeners || ofOne >= mostOfOne) {
        throw new LotseError('too-many-requests', 'Too many follow the live view already.', { retryAfter: 60 });
      }
      response.status(200);
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      response.setHeader('Cache-Control', 'no-store, no-transform');
      // A proxy that gathers answers would hold the events back.
      response.setHeader('X-Accel-Buffering', 'no');
      response.write('retry: 3000\n\n');
      const listener = new Listener(response, subscription, { page, stream, logger, timing });
      listeners.add(listener);
      response.once('close', () => leave(listener));
      if (stopWatching === undefined) watch();
      listener.start();
    },
    close() {
      closed = true;
      for (const listener of listeners) listener.end();
      // A listener who reads no more keeps its connection, but nothing running.
      stopWatching?.();
    },
  };
}
