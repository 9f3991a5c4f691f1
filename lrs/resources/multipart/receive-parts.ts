import { type BlobStore, LotseError } from '../../../base/index.js';
import type { ReceivedData } from '../../access/index.js';
import {
  collectContent,
  hashOf,
  type Part,
  readParts,
  refuseHash,
  refusePart,
  verifiedContent,
} from '../../multipart/index.js';
import { namedAttachments, parseStatement, signatureUsage, type XapiVersion } from '../../statement/index.js';
import type { OrganisationId } from '../../store/index.js';

/** A multipart request, and everything needed to receive it. */
export interface MultipartRequest {
  readonly source: AsyncIterable<Uint8Array>;
  readonly boundary: string;
  /** The statements in the first part: the text that it holds, read. */
  readonly read: (part: Pick<Part, 'header'>, text: Buffer) => readonly unknown[];
  readonly version: XapiVersion;
  readonly organisation: OrganisationId;
  readonly attachments: BlobStore;
  /** Maximum size in memory, in octets: of the statements, of a signature. */
  readonly limit: number;
}

/** Statements as they were sent, and the data that came with them, which is stored by now. */
export interface ReceivedStatements {
  readonly statements: readonly unknown[];
  readonly received: ReceivedData;
}

/** The statements' declarations about the attachments under one hash. */
interface Expected {
  readonly contentTypes: Set<string>;
  readonly lengths: Set<string>;
  isSignature: boolean;
}

/**
 * Takes in statements with their attachments' data (xAPI 1.0.3 Communication §1.5.2; xAPI 2.0 §4.1.3). Data is
 * stored while it comes in. If the request is refused in the end, the stored data does no harm.
 * @throws LotseError `invalid-multipart`, `invalid-statement`, `invalid-json`, `too-large`, `store-unavailable`
 */
export async function receiveParts(request: MultipartRequest): Promise<ReceivedStatements> {
  const { source, boundary, limit } = request;
  const seen = new Set<string>();
  const signatures = new Map<string, Uint8Array>();
  let statements: readonly unknown[] | undefined;
  let expected: ReadonlyMap<string, Expected> = new Map();
  for await (const part of readParts(source, boundary)) {
    if (statements === undefined) {
      statements = request.read(part, await collectContent(part.content, limit));
      expected = expectedData(statements, request.version);
      continue;
    }
    const sha2 = hashOf(part);
    const data = expected.get(sha2);
    if (data === undefined)
      return refusePart(part, 'A part does not belong to any attachment of the statements in the first part.');
    checkHeaders(part, data);
    await take(request, part, sha2, { again: seen.has(sha2), ...(data.isSignature ? { signatures } : {}) });
    seen.add(sha2);
  }
  if (statements === undefined)
    throw new LotseError('invalid-multipart', 'The body has no part; the first one holds the statements.');
  return { statements, received: { has: (sha2) => seen.has(sha2), signature: (sha2) => signatures.get(sha2) } };
}

function expectedData(statements: readonly unknown[], version: XapiVersion): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  for (const [index, value] of statements.entries()) {
    const statement = parseStatement(value, { version, path: `statements[${index}]` });
    for (const {
      attachment: { sha2, contentType, length, usageType },
    } of namedAttachments(statement)) {
      const existing = expected.get(sha2.toLowerCase()) ?? {
        contentTypes: new Set(),
        lengths: new Set(),
        isSignature: false,
      };
      existing.lengths.add(String(length));
      existing.contentTypes.add(comparable(contentType));
      existing.isSignature ||= usageType === signatureUsage;
      expected.set(sha2.toLowerCase(), existing);
    }
  }
  return expected;
}

/**
 * A media type in one spelling (RFC 2045 §5.1): its names are case-insensitive, and spaces around its marks do not
 * count.
 */
function comparable(contentType: string): string {
  const [type = '', ...parameters] = contentType.split(';');
  return [
    type.trim().toLowerCase(),
    ...parameters.map((each) => each.trim().replace(/^[^=]*/, (name) => name.trim().toLowerCase())),
  ]
    .filter((each) => each !== '')
    .join(';');
}

/**
 * The headers of a part and the attachment's properties must agree (xAPI 1.0.3 Communication §1.5.2; xAPI 2.0 §4.1.3).
 */
function checkHeaders(part: Part, { contentTypes, lengths }: Expected): void {
  const type = part.header('content-type');
  if (type !== undefined && !contentTypes.has(comparable(type)))
    refusePart(part, 'The Content-Type of a part is not the contentType of its attachment.');
  const length = part.header('content-length');
  if (length !== undefined && !lengths.has(length.trim()))
    refusePart(part, 'The Content-Length of a part is not the length of its attachment.');
}

interface Taking {
  /** The same data has come before: there should be one copy, but more are no fault. */
  readonly again: boolean;
  /** Where a signature is to be kept besides. */
  readonly signatures?: Map<string, Uint8Array>;
}

async function take(
  { attachments, organisation, limit }: MultipartRequest,
  part: Part,
  sha2: string,
  { again, signatures }: Taking,
): Promise<void> {
  if (again) {
    const content = verifiedContent(part, sha2);
    while ((await content.next()).done !== true);
    return;
  }
  if (signatures === undefined) {
    await attachments.putBlob(organisation, part.content, sha2).catch((caught: unknown) => {
      if (caught instanceof LotseError && caught.code === 'wrong-hash') refuseHash(part);
      throw caught;
    });
    return;
  }
  const data = await collectContent(verifiedContent(part, sha2), limit);
  signatures.set(sha2, data);
  await attachments.putBlob(organisation, piecesOf(data), sha2);
}

async function* piecesOf(data: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield data;
}
