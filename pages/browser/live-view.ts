import type { Response } from 'express';
import { toLotseError, BackgroundLoop, type Logger, LotseError, type Milliseconds } from '../../base/index.js';
import type { LrsStore, OrganisationId, Position, StatementFilter, StoredStatement } from '../../lrs/index.js';
import type { ReadPage } from './reader.js';

/** Intervals of a live view. */
export interface LiveTiming {
  /** The minimum time between two polls for one listener, however much arrives. */
  readonly minIntervalMs: Milliseconds;
  /** Polling interval, for statements that another process appended. */
  readonly pollMs: Milliseconds;
  /** Interval at which a quiet connection is kept awake and its sign-in checked again. */
  readonly heartbeatMs: Milliseconds;
}

const defaultTiming: LiveTiming = { minIntervalMs: 300, pollMs: 2_000, heartbeatMs: 15_000 };

/** Maximum number of listeners altogether, and of one organisation. */
const maxListeners = 100;
const maxListenersPerOrganisation = 20;
/** Maximum number of statements at once; if there are more, the oldest are left out, which is reported. */
const maxStatements = 50;

/** A subscription to new statements. */
export interface Subscription {
  readonly organisation: OrganisationId;
  readonly filter: StatementFilter;
  /** The newest statement on the page. */
  readonly after: Position;
  /** The markup of statements, one for each. */
  readonly render: (statements: readonly StoredStatement[]) => Promise<readonly string[]>;
  /** True if the sign-in is still valid. */
  readonly isAuthorised: () => Promise<boolean>;
}

/** Live views of stored statements, as Server-Sent Events. */
export interface LiveView {
  /**
   * Answers with a stream of events: `statement` (id: its position; data: its markup as JSON), `gap`, `ended`.
   * @throws LotseError `too-many-requests` where too many follow already
   */
  follow(response: Response, subscription: Subscription): void;
  /** Ends every stream, and accepts no new one. */
  close(): void;
}

/** Dependencies of the live view. */
export interface LiveViewParts {
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
    private readonly parts: LiveViewParts & { readonly timing: LiveTiming },
  ) {
    this.organisation = subscription.organisation;
    this.#newest = subscription.after;
    const { logger, timing } = parts;
    this.#loop = new BackgroundLoop({
      step: () => this.#poll(),
      onFailure: ({ caught }) => {
        const { code, detail } = toLotseError(caught);
        logger.warn({ code, detail }, 'The live view could not read what was stored and will try again.');
      },
      retry: { firstMs: timing.minIntervalMs, maxMs: timing.pollMs },
      restMs: timing.minIntervalMs,
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

  async heartbeat(): Promise<void> {
    const isAuthorised = await this.#isAuthorised();
    if (this.#over) return;
    if (isAuthorised) this.response.write(':\n\n');
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
  async #isAuthorised(): Promise<boolean> {
    try {
      return await this.subscription.isAuthorised();
    } catch {
      return true;
    }
  }

  /** @returns the time until the next look: only what wakes it brings one */
  async #poll(): Promise<number> {
    if (this.#over) return Infinity;
    // A slow reader is not sent more: a later poll brings the newest.
    if (!this.response.writableNeedDrain) await this.#send();
    else this.response.once('drain', () => this.wake());
    return Infinity;
  }

  async #send(): Promise<void> {
    const { organisation, filter, render } = this.subscription;
    const page = await this.parts.page({ organisation, filter, ascending: false, limit: maxStatements });
    const newStatements = page.statements.filter(({ position }) => position > this.#newest);
    if (newStatements.length === 0) return;
    const skipped = page.more && newStatements.length === page.statements.length;
    const inOrder = newStatements.toReversed();
    const markup = await render(inOrder);
    if (this.#over) return;
    this.#newest = newStatements[0]!.position;
    const events = inOrder.map(
      ({ position }, index) => `id: ${position}\nevent: statement\ndata: ${JSON.stringify(markup[index])}\n\n`,
    );
    this.response.write(`${skipped ? 'event: gap\ndata: \n\n' : ''}${events.join('')}`);
  }
}

/** Does something again and again. What it does tells of its own failures. */
function repeat(milliseconds: number, action: () => Promise<void>): BackgroundLoop {
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
export function createLiveView({ page, stream, logger, timing: given }: LiveViewParts): LiveView {
  const timing = { ...defaultTiming, ...given };
  const listeners = new Set<Listener>();
  let stopWatching: (() => void) | undefined;
  let closed = false;

  function watch(): void {
    const wake = (): void => listeners.forEach((listener) => listener.wake());
    const unsubscribe = stream.onAppended(wake);
    const loops = [
      repeat(timing.pollMs, async () => wake()),
      repeat(timing.heartbeatMs, async () => {
        await Promise.all([...listeners].map((listener) => listener.heartbeat()));
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
      const ownListeners = [...listeners].filter(
        ({ organisation }) => organisation === subscription.organisation,
      ).length;
      if (closed || listeners.size >= maxListeners || ownListeners >= maxListenersPerOrganisation) {
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
