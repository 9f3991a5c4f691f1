import {
  basicAuthorization,
  checkedUrl,
  createOutboundClient,
  LotseError,
  type Milliseconds,
  type NetworkPolicy,
  OutboundError,
  retryAfterSeconds,
  type StreamedResponse,
  systemClock,
} from '../../../base/index.js';
import { collectContent } from '../../multipart/index.js';
import { newestVersionOf, parseJson, type XapiVersion } from '../../statement/index.js';
import type { ImportItem, ImportSource, StoreAttachment } from './source.js';
import {
  maxPageBytes,
  UnexpectedResponse,
  readStatementsResponse,
  type StatementsResponse,
} from './statements-response.js';

/** Another LRS, with its credentials. */
export interface RemoteLrs {
  /** Its xAPI base, e.g. `https://lrs.example/xapi`. */
  readonly url: string;
  readonly key?: string;
  readonly secret?: string;
}

/** Retry options. `timeout` is the time to wait for the next chunk. */
export interface RetryOptions {
  readonly tries: number;
  readonly firstWait: Milliseconds;
  readonly timeout: Milliseconds;
}

const defaultRetryOptions: RetryOptions = { tries: 6, firstWait: 1_000, timeout: 120_000 };
const maxWaitMs = 60_000;

function refused(message: string, cause?: unknown): LotseError {
  return new LotseError('platform-unreachable', message, { cause });
}

/** An import is started by the operator, and may read from an LRS in the operator's own network. */
const network: NetworkPolicy = { allowInternal: true };

function checkedBase(text: string): URL {
  const invalidAddressError = (cause?: unknown): LotseError =>
    new LotseError(
      'invalid-parameter',
      `"${text}" is not the address of an LRS. It looks like https://lrs.example/xapi.`,
      {
        cause,
      },
    );
  try {
    const base = checkedUrl(network, text);
    if (base.search !== '' || base.hash !== '') throw invalidAddressError();
    base.pathname = base.pathname.replace(/\/*$/, '/');
    return base;
  } catch (caught) {
    throw caught instanceof OutboundError ? invalidAddressError(caught) : caught;
  }
}

/** An unsuccessful response. */
class FailedResponse {
  constructor(
    readonly status: number,
    readonly headers: StreamedResponse['headers'],
  ) {}
}

/** The wait that an answer asks for. */
function retryAfterMs({ headers }: FailedResponse): Milliseconds | undefined {
  const seconds = retryAfterSeconds(headers, systemClock.now());
  return seconds === undefined ? undefined : Math.min(seconds * 1000, maxWaitMs);
}

/** Reasons that a retry does not change. */
const permanentReasons: ReadonlySet<OutboundError['reason']> = new Set([
  'address',
  'internal-address',
  'forbidden-address',
]);

/** The instant before another, so that what was stored in the same millisecond is asked for again. */
function oneMillisecondBefore(stored: unknown): string | undefined {
  const instant = typeof stored === 'string' ? Date.parse(stored) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant - 1).toISOString();
}

class RemoteLrsSource implements ImportSource {
  readonly #retryOptions: RetryOptions;
  readonly #base: URL;
  readonly #authorization: { readonly Authorization?: string };
  readonly #client = createOutboundClient(network);
  readonly name: string;

  constructor({ url, key, secret }: RemoteLrs, retryOptions: Partial<RetryOptions>) {
    this.#retryOptions = { ...defaultRetryOptions, ...retryOptions };
    this.#base = checkedBase(url);
    this.#authorization = key === undefined ? {} : { Authorization: basicAuthorization(`${key}:${secret ?? ''}`) };
    this.name = `lrs ${this.#base.href} ${key ?? ''}`;
  }

  /** There is no limit for the whole response, only between chunks. The reader limits its size. */
  #once<Answer>(
    address: URL,
    version: string,
    read: (contentType: string, body: AsyncIterable<Uint8Array>) => Promise<Answer>,
  ): Promise<Answer | FailedResponse> {
    return this.#client.stream(
      {
        url: address,
        headers: {
          ...this.#authorization,
          Accept: 'multipart/mixed, application/json',
          'Accept-Encoding': 'gzip',
          'X-Experience-API-Version': version,
        },
        timeoutMs: this.#retryOptions.timeout,
        maxBytes: Infinity,
      },
      async ({ status, headers, body }) =>
        status >= 200 && status <= 299
          ? read(headers.get('content-type') ?? '', body)
          : new FailedResponse(status, headers),
    );
  }

  /** Retries failures that may pass: no response, 429, 5xx. */
  async #ask<Answer extends object>(
    address: URL,
    version: string,
    read: (contentType: string, body: AsyncIterable<Uint8Array>) => Promise<Answer>,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      let wait = Math.min(this.#retryOptions.firstWait * 2 ** (attempt - 1), maxWaitMs);
      try {
        const answer = await this.#once(address, version, read);
        if (!(answer instanceof FailedResponse)) return answer;
        const passing = answer.status === 429 || answer.status >= 500;
        if (!passing || attempt >= this.#retryOptions.tries)
          throw refused(
            `${address.host} answered ${answer.status}${answer.status === 401 || answer.status === 403 ? '. Check --key and --secret' : ''}.`,
          );
        wait = retryAfterMs(answer) ?? wait;
      } catch (caught) {
        if (caught instanceof LotseError) throw caught;
        if (caught instanceof UnexpectedResponse) throw refused(`${address.host} answered ${caught.message}.`, caught);
        if (caught instanceof OutboundError && permanentReasons.has(caught.reason))
          throw refused(`${address.host} is no address that can be asked.`, caught);
        if (attempt >= this.#retryOptions.tries) throw refused(`${address.host} does not answer.`, caught);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #newestVersion(): Promise<{ readonly version: XapiVersion }> {
    return this.#ask(new URL('about', this.#base), '1.0.3', async (_type, body) => ({
      version: newestVersionOf(parseJson((await collectContent(body, maxPageBytes)).toString('utf8'))),
    }));
  }

  /** The next page must be on the same server: the credential goes nowhere else. */
  #nextPage(more: string): URL {
    const address = new URL(more, this.#base);
    if (address.origin !== this.#base.origin)
      throw refused(`${this.#base.host} points to a next page at ${address.host}, which does not get the credential.`);
    return address;
  }

  async *items(from: string | undefined, keep: StoreAttachment): AsyncGenerator<ImportItem> {
    const { version } = await this.#newestVersion();
    let address: URL | undefined = new URL('statements', this.#base);
    address.searchParams.set('ascending', 'true');
    // "An LRS MUST NOT pull Statements from another LRS without requesting Attachments" (Communication §1.5.2).
    address.searchParams.set('attachments', 'true');
    if (from !== undefined) address.searchParams.set('since', from);
    for (let number = 0; address !== undefined;) {
      const { statements, more }: StatementsResponse = await this.#ask(address, version, (contentType, body) =>
        readStatementsResponse(contentType, body, keep),
      );
      for (const value of statements) {
        number += 1;
        const next = oneMillisecondBefore((value as { stored?: unknown } | null)?.stored);
        yield {
          where: `statement ${number}`,
          read: () => value,
          share: undefined,
          ...(next === undefined ? {} : { next }),
        };
      }
      address = more === undefined || more === '' ? undefined : this.#nextPage(more);
    }
  }
}

/** The statements of another LRS, oldest first. Voided statements are not among them; their voiding statements are. */
export function createLrsSource(remote: RemoteLrs, retryOptions: Partial<RetryOptions> = {}): ImportSource {
  return new RemoteLrsSource(remote, retryOptions);
}
