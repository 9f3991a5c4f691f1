import { LotseError } from '../../base/index.js';
import { parseJson } from '../../statement/index.js';
import type { ImportItem, ImportSource } from './source.js';

/** Another LRS, and how to come in. */
export interface RemoteLrs {
  /** Its xAPI base, e.g. `https://lrs.example/xapi`. */
  readonly url: string;
  readonly key?: string;
  readonly secret?: string;
}

/** How patient the client is; all in milliseconds but `tries`. */
export interface Patience {
  readonly tries: number;
  readonly firstWait: number;
  readonly timeout: number;
}

const usual: Patience = { tries: 6, firstWait: 1_000, timeout: 120_000 };
const largestPage = 256 * 1024 * 1024;
const longestWait = 60_000;

interface Result {
  readonly statements: readonly unknown[];
  readonly more?: string;
}

function refused(message: string, cause?: unknown): LotseError {
  return new LotseError('platform-unreachable', message, { cause });
}

/** Seconds in Retry-After, as milliseconds. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWait) : undefined;
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += (part as Uint8Array).length;
    if (size > largestPage) throw refused('An answer of the other LRS is over 256 MiB.');
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString('utf8');
}

function checkedBase(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.username !== '' || base.search !== '' || base.hash !== '') {
    throw new LotseError('invalid-parameter', `"${text}" is not the address of an LRS. It looks like https://lrs.example/xapi.`);
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
  const authorization = key === undefined ? {} : { Authorization: `Basic ${Buffer.from(`${key}:${secret ?? ''}`).toString('base64')}` };

  async function once(address: URL, version: string): Promise<Response> {
    return fetch(address, {
      headers: { ...authorization, Accept: 'application/json', 'X-Experience-API-Version': version }, redirect: 'error', signal: AbortSignal.timeout(timeout),
    });
  }

  /** Tries again where that can help: no answer, 429, 5xx. */
  async function ask(address: URL, version: string): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      let wait = Math.min(firstWait * 2 ** (attempt - 1), longestWait);
      try {
        const response = await once(address, version);
        if (response.ok) return await textOf(response);
        await response.body?.cancel();
        const passing = response.status === 429 || response.status >= 500;
        if (!passing || attempt >= tries) throw refused(`${address.host} answered ${response.status}${response.status === 401 || response.status === 403 ? '. Check --key and --secret' : ''}.`);
        wait = retryAfter(response) ?? wait;
      } catch (caught) {
        if (caught instanceof LotseError) throw caught;
        if (attempt >= tries) throw refused(`${address.host} does not answer.`, caught);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  async function newestVersion(): Promise<string> {
    const { version } = parseJson(await ask(new URL('about', base), '1.0.3')) as { version?: unknown };
    return Array.isArray(version) && version.some((each) => typeof each === 'string' && each.startsWith('2.')) ? '2.0.0' : '1.0.3';
  }

  function readPage(text: string): Result {
    const result = parseJson(text, { values: 10_000_000 }) as Partial<Result> | null;
    if (!Array.isArray(result?.statements)) throw refused(`${base.host} answered something else than statements.`);
    return { statements: result.statements as unknown[], ...(typeof result.more === 'string' ? { more: result.more } : {}) };
  }

  /** The next page must be at the same place: the credential goes nowhere else. */
  function nextPage(more: string): URL {
    const address = new URL(more, base);
    if (address.origin !== base.origin) throw refused(`${base.host} points to a next page at ${address.host}, which does not get the credential.`);
    return address;
  }

  async function* items(from: string | undefined): AsyncGenerator<ImportItem> {
    const version = await newestVersion();
    let address: URL | undefined = new URL('statements', base);
    address.searchParams.set('ascending', 'true');
    if (from !== undefined) address.searchParams.set('since', from);
    for (let number = 0; address !== undefined;) {
      const { statements, more }: Result = readPage(await ask(address, version));
      for (const value of statements) {
        number += 1;
        const next = justBefore((value as { stored?: unknown } | null)?.stored);
        yield { where: `statement ${number}`, read: () => value, share: undefined, ...(next === undefined ? {} : { next }) };
      }
      address = more === undefined || more === '' ? undefined : nextPage(more);
    }
  }

  return { name: `lrs ${base.href} ${key ?? ''}`, items };
}
