import type { FetchText, TextRequest } from './fetch-text.js';
import { UnreachableError } from './unreachable-error.js';

/** A request to an LMS for JSON. */
export interface JsonRequest extends Omit<TextRequest, 'follow'> {
  /** The status of a success suffices: its body is not read, and need not be JSON. */
  readonly statusOnly?: boolean;
}

/** A response of an LMS, whatever its status. `body` is the parsed JSON, `undefined` if there is none. */
export interface JsonResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** The beginning of an answer that is not JSON, where its status is an error. */
  readonly text?: string;
}

/**
 * Fetches JSON from an LMS, within the limits of `FetchText`.
 * @throws Unreachable if there is no answer, one over the limits, or one that is not JSON although its status is a
 * success
 */
export type FetchJson = (request: JsonRequest) => Promise<JsonResponse>;

const shownText = 300;

function parse(text: string, status: number, host: string): Pick<JsonResponse, 'body' | 'text'> {
  if (text.trim() === '') return { body: undefined };
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    // Error pages are HTML more often than not; their status says enough.
    if (status < 200 || status > 299) return { body: undefined, text: text.slice(0, shownText) };
    throw new UnreachableError('not-json', `answer of ${host} is not JSON`);
  }
}

export function createFetchJson(fetchText: FetchText): FetchJson {
  return async (request) => {
    const { status, headers, text } = await fetchText(request);
    if (request.statusOnly === true && status >= 200 && status <= 299) return { status, headers, body: undefined };
    return { status, headers, ...parse(text, status, new URL(request.url).host) };
  };
}
