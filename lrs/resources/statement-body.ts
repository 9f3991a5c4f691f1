import { LotseError } from '../../base/index.js';
import { boundaryOf, isMultipart } from '../multipart/index.js';
import { parseJson } from '../statement/index.js';
import { normaliseStatements } from './apply-dialect.js';
import type { Exchange } from './exchange.js';
import { type ReceivedStatements, receiveParts } from './multipart/receive-parts.js';
import { requiredParameter } from './parameters.js';
import { utf8 } from './steps.js';

const json = /^application\/json[ \t]*(?:;|$)/i;
const charset = /;[ \t]*charset[ \t]*=[ \t]*"?([^";, \t]+)/i;

/**
 * Goes on only where statements say that they are JSON in UTF-8. A type that does not fit the content is 400 in
 * xAPI (1.0.3 Communication §3.2), not 415.
 */
function expectJson(type: string): void {
  if (!json.test(type))
    throw new LotseError(
      'bad-request',
      'Statements are sent with the Content-Type application/json, or as the first part of multipart/mixed, which has that type.',
    );
  const named = charset.exec(type)?.[1]?.toLowerCase();
  if (named !== undefined && named !== 'utf-8' && named !== 'utf8' && named !== 'us-ascii') {
    throw new LotseError('bad-request', 'Statements are encoded as UTF-8; another charset is not taken.');
  }
}

/** The statements that a JSON text holds, as they were sent. */
interface ReadStatements {
  readonly statements: readonly unknown[];
  /** The text, if it is one statement, and whole. */
  readonly text?: string;
}

/** Parses statements; one that was normalised has no text of its own any more. */
function meantBy(exchange: Exchange, sent: ReadStatements): ReadStatements {
  const statements = normaliseStatements(exchange, sent.statements);
  return statements === sent.statements ? sent : { statements };
}

/**
 * The statements of a request, with their attachments where it is multipart/mixed.
 * @param read what is in the JSON text
 */
export async function receiveStatements(
  exchange: Exchange,
  read: (text: string, exchange: Exchange) => ReadStatements,
): Promise<ReadStatements & Partial<ReceivedStatements>> {
  const { request, services, version, principal } = exchange;
  const type = request.header('content-type') ?? '';
  if (!isMultipart(type)) {
    expectJson(type);
    return meantBy(exchange, read(utf8(await request.body()), exchange));
  }
  let sent: ReadStatements = { statements: [] };
  const received = await receiveParts({
    source: request.chunks(services.attachmentLimit),
    boundary: boundaryOf(type),
    read: (part, text) => {
      expectJson(part.header('content-type') ?? '');
      sent = meantBy(exchange, read(utf8(text), exchange));
      return sent.statements;
    },
    version,
    organisation: principal.organisation,
    attachments: services.store.attachments,
    limit: services.bodyLimit,
  });
  return { ...sent, ...received };
}

/** The statements of a POST: one, or a list of them. */
export function parseStatements(text: string): ReadStatements {
  const value = parseJson(text);
  if (!Array.isArray(value)) return { statements: [value], text };
  // Between the brackets of a list of one there is only that one.
  return value.length === 1 ? { statements: value, text: text.trim().slice(1, -1) } : { statements: value };
}

/** The statement of a PUT, under the id that the address gives it. */
export function parseSingleStatement(text: string, { parameters }: Exchange): ReadStatements {
  const id = requiredParameter('statementId', parameters.uuid('statementId'));
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LotseError('invalid-statement', 'PUT takes one statement: a JSON object.');
  }
  if (!('id' in value)) return { statements: [{ ...value, id }] };
  if (typeof value.id !== 'string' || value.id.toLowerCase() !== id) {
    throw new LotseError('invalid-statement', 'The id of the statement is not the one in the parameter statementId.', {
      path: 'id',
    });
  }
  return { statements: [value], text };
}
