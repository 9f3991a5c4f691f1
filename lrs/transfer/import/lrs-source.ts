import { LotseError } from '../../../base/index.js';
import { collected } from '../../multipart/index.js';
import { parseJson } from '../../statement/index.js';
import type { ImportItem, ImportSource, KeepAttachment } from './source.js';
import { largestPage, OddAnswer, readStatementsAnswer, type StatementsAnswer } from './statements-answer.js';

/** Another LRS, and how to come in. */
export interface RemoteLrs {
  /** Its xAPI base, e.g. `https://lrs.example/xapi`. */
  readonly url: string;
  readonly key?: string;
  readonly secret?: string;
}

/** How patient the client is; all in milliseconds but `tries`. `timeout` is how long it waits for the next piece. */
export interface Patience {
  readonly tries: number;
  readonly firstWait: number;
  readonly timeout: number;
}

const usual: Patience = { tries: 6, firstWait: 1_000, timeout: 120_000 };
const longestWait = 60_000;

function refused(message: string, cause?: unknown): LotseError {
  return new LotseError('platform-unreachable', message, { cause });
}

/** Seconds in Retry-After, as milliseconds. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWait) : undefined;
}

function checkedBase(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (
    base === undefined ||
    !/^https?:$/.test(base.protocol) ||
    base.username !== '' ||
    base.search !== '' ||
    base.hash !== ''
  ) {
    throw new LotseError(
      'invalid-parameter',
      `"${text}" is not the address of an LRS. It looks like https://lrs.example/xapi.`,
    );
  }
  base.pathname = base.pathname.replace(/\/*$/, '/');
  return base;
}

/** The instant before another, so that what was stored in the same millisecond is asked for again. */
function justBefore(stored: unknown): string | undefined {
  const instant = typeof stored === 'string' ? Date.parse(stored) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant - 1).toISOString();
}

/** The statements of another LRS, oldest first. Voided statements are not among them; what voided them is. */
export function lrsSource({ url, key, secret }: RemoteLrs, patience: Partial<Patience> = {}): ImportSource {
  const { tries, firstWait, timeout } = { ...usual, ...patience };
  const base = checkedBase(url);
  const authorization =
    key === undefined ? {} : { Authorization: `Basic ${Buffer.from(`${key}:${secret ?? ''}`).toString('base64')}` };

  /** The answer's body with a watch: data may take as long as it needs, but something must come all the time. */
  async function once<Answer>(
    address: URL,
    version: string,
    read: (contentType: string, body: AsyncIterable<Uint8Array>) => Promise<Answer>,
  ): Promise<Answer | Response> {
    const silence = new AbortController();
    const watch = setTimeout(() => silence.abort(), timeout);
    async function* watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
      for await (const piece of body) {
        watch.refresh();
        yield piece;
      }
    }
    try {
      const response = await fetch(address, {
        headers: { ...authorization, Accept: 'multipart/mixed, application/json', 'X-Experience-API-Version': version },
        redirect: 'error',
        signal: silence.signal,
      });
      if (response.ok && response.body !== null)
        return await read(
          response.headers.get('content-type') ?? '',
          watched(response.body as AsyncIterable<Uint8Array>),
        );
      await response.body?.cancel();
      return response;
    } finally {
      clearTimeout(watch);
    }
  }

  /** Tries again where that can help: no answer, 429, 5xx. */
  async function ask<Answer extends object>(
    address: URL,
    version: string,
    read: (contentType: string, body: AsyncIterable<Uint8Array>) => Promise<Answer>,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      let wait = Math.min(firstWait * 2 ** (attempt - 1), longestWait);
      try {
        const answer = await once(address, version, read);
        if (!(answer instanceof Response)) return answer;
        const passing = answer.status === 429 || answer.status >= 500;
        if (!passing || attempt >= tries)
          throw refused(
            `${address.host} answered ${answer.status}${answer.status === 401 || answer.status === 403 ? '. Check --key and --secret' : ''}.`,
          );
        wait = retryAfter(answer) ?? wait;
      } catch (caught) {
        if (caught instanceof LotseError) throw caught;
        if (caught instanceof OddAnswer) throw refused(`${address.host} answered ${caught.message}.`, caught);
        if (attempt >= tries) throw refused(`${address.host} does not answer.`, caught);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async function newestVersion(): Promise<string> {
    const { version } = await ask(
      new URL('about', base),
      '1.0.3',
      async (_type, body) => parseJson((await collected(body, largestPage)).toString('utf8')) as { version?: unknown },
    );
    return Array.isArray(version) && version.some((each) => typeof each === 'string' && each.startsWith('2.'))
      ? '2.0.0'
      : '1.0.3';
  }

  /** The next page must be at the same place: the credential goes nowhere else. */
  function nextPage(more: string): URL {
    const address = new URL(more, base);
    if (address.origin !== base.origin)
      throw refused(`${base.host} points to a next page at ${address.host}, which does not get the credential.`);
    return address;
  }

  async function* items(from: string | undefined, keep: KeepAttachment): AsyncGenerator<ImportItem> {
    const version = await newestVersion();
    let address: URL | undefined = new URL('statements', base);
    address.searchParams.set('ascending', 'true');
    // "An LRS MUST NOT pull Statements from another LRS without requesting Attachments" (Communication §1.5.2).
    address.searchParams.set('attachments', 'true');
    if (from !== undefined) address.searchParams.set('since', from);
    for (let number = 0; address !== undefined;) {
      const { statements, more }: StatementsAnswer = await ask(address, version, (contentType, body) =>
        readStatementsAnswer(contentType, body, keep),
      );
      for (const value of statements) {
        number += 1;
        const next = justBefore((value as { stored?: unknown } | null)?.stored);
        yield {
          where: `statement ${number}`,
          read: () => value,
          share: undefined,
          ...(next === undefined ? {} : { next }),
        };
      }
      address = more === undefined || more === '' ? undefined : nextPage(more);
    }
  }

  return { name: `lrs ${base.href} ${key ?? ''}`, items };
}
