import { LotseError } from '../../../base/index.js';
import { boundaryOf, collectContent, hashOf, isMultipart, type Part, readParts } from '../../multipart/index.js';
import { parseJson } from '../../statement/index.js';
import type { StoreAttachment } from './source.js';

/** A page of another LRS's statements. */
export interface StatementsResponse {
  readonly statements: readonly unknown[];
  readonly more?: string;
}

/** Maximum size of a page's statements, in bytes; attachments are streamed. */
export const maxPageBytes = 256 * 1024 * 1024;

/** A response that is not a page of statements. */
export class UnexpectedResponse extends Error {}

function readPage(octets: Uint8Array): StatementsResponse {
  const result = parseJson(Buffer.from(octets).toString('utf8'), {
    values: 10_000_000,
  }) as Partial<StatementsResponse> | null;
  if (!Array.isArray(result?.statements)) throw new UnexpectedResponse('something else than statements');
  return {
    statements: result.statements as unknown[],
    ...(typeof result.more === 'string' ? { more: result.more } : {}),
  };
}

/** The hashes that a statement names, even if it is malformed; preparing it reports the fault. */
function hashesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { attachments, object } = value as { readonly attachments?: unknown; readonly object?: unknown };
  const own = Array.isArray(attachments)
    ? (attachments as readonly ({ readonly sha2?: unknown } | null)[]).map((each) => each?.sha2)
    : [];
  const inner =
    typeof object === 'object' && object !== null && 'attachments' in object
      ? hashesIn({ attachments: object.attachments })
      : [];
  return [...own.filter((sha2) => typeof sha2 === 'string').map((sha2) => sha2.toLowerCase()), ...inner];
}

/** The hash of a part; `undefined` for one without a hash, which is of no use. */
function namedHash(part: Part): string | undefined {
  try {
    return hashOf(part);
  } catch {
    return undefined;
  }
}

/**
 * Reads a page of statements as it comes in: JSON, or multipart/mixed with the data of attachments behind it, which
 * in chunks (xAPI 1.0.3 Communication §1.5.2).
 * @throws UnexpectedResponse if it is neither; LotseError of `keep`; whatever the body throws where it breaks off
 */
export async function readStatementsResponse(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
  keep: StoreAttachment,
): Promise<StatementsResponse> {
  try {
    if (!isMultipart(contentType)) return readPage(await collectContent(body, maxPageBytes));
    let page: StatementsResponse | undefined;
    let expectedHashes = new Set<string>();
    for await (const part of readParts(body, boundaryOf(contentType))) {
      if (page === undefined) {
        page = readPage(await collectContent(part.content, maxPageBytes));
        expectedHashes = new Set(page.statements.flatMap(hashesIn));
        continue;
      }
      const sha2 = namedHash(part);
      if (sha2 !== undefined && expectedHashes.has(sha2)) await keep(sha2, part.content);
    }
    if (page === undefined) throw new UnexpectedResponse('a body without parts');
    return page;
  } catch (caught) {
    // A fault of the peer, not of whoever asked for the import.
    if (caught instanceof LotseError && caught.status < 500)
      throw new UnexpectedResponse(caught.message, { cause: caught });
    throw caught;
  }
}
