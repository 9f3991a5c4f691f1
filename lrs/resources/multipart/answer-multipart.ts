import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../../../base/index.js';
import { attachmentPart, type OutgoingPart, statementsPart, formatMultipart } from '../../multipart/index.js';
import { type Attachment, namedAttachments, type Statement } from '../../statement/index.js';
import type { StoredStatement } from '../../store/index.js';
import type { Exchange } from '../exchange.js';

/**
 * 200 with multipart/mixed: the statements first, then the data of their attachments, each once, as far as it was
 * ever sent (xAPI 1.0.3 Communication §1.5.2). Data is streamed, at the pace of the reader.
 * @param text the statements as they are answered
 * @param statements the same as they are stored, whose attachments go along
 */
export async function sendMultipart(
  exchange: Exchange,
  text: string,
  statements: readonly StoredStatement[],
): Promise<void> {
  const { response } = exchange;
  const body = formatMultipart([statementsPart(text), ...(await attachmentParts(exchange, statements))]);
  response.setHeader('Content-Type', body.contentType);
  response.setHeader('Content-Length', String(body.length));
  // By the HTTP method: a client that asks for HEAD by a POST waits for the octets that Content-Length announces.
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(body.chunks(), { objectMode: false }), response);
  } catch (caught) {
    // The client has gone away: nobody is left to tell, and nothing went wrong here.
    if (!isPrematureClose(caught)) throw caught;
  }
}

async function attachmentParts(
  { services, principal }: Exchange,
  statements: readonly StoredStatement[],
): Promise<readonly OutgoingPart[]> {
  const named = new Map<string, Attachment>();
  for (const { text } of statements) {
    for (const { attachment } of namedAttachments(JSON.parse(text) as Statement)) {
      const sha2 = attachment.sha2.toLowerCase();
      if (!named.has(sha2)) named.set(sha2, attachment);
    }
  }
  const parts: OutgoingPart[] = [];
  for (const [sha2, { contentType, sha2: originalHash }] of named) {
    const blob = await services.store.attachments.findBlob(principal.organisation, sha2);
    if (blob !== undefined)
      parts.push(attachmentPart({ contentType, sha2: originalHash, length: blob.length, read: () => blob.read() }));
  }
  return parts;
}

function isPrematureClose(caught: unknown): boolean {
  return codeOf(caught) === 'ERR_STREAM_PREMATURE_CLOSE';
}
