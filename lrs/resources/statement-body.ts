import { LotseError } from '../base/index.js';
import { parseJson } from '../statement/index.js';
import type { Exchange, Step } from './exchange.js';
import { required } from './parameters.js';
import { utf8 } from './steps.js';

const json = /^application\/json[ \t]*(?:;|$)/i;
const charset = /;[ \t]*charset[ \t]*=[ \t]*"?([^";, \t]+)/i;

/**
 * Goes on only with a body that says it is JSON in UTF-8. A type that does not fit the content is 400 in xAPI
 * (1.0.3 Communication §3.2), not 415.
 */
export const expectJson: Step = ({ request }) => {
  const type = request.header('content-type') ?? '';
  if (/^multipart\/mixed\b/i.test(type)) {
    throw new LotseError('unsupported-media-type', 'Statements with attachment data (multipart/mixed) are not taken yet. Send application/json, with a fileUrl for every attachment.');
  }
  if (!json.test(type)) throw new LotseError('bad-request', 'Statements are sent with the Content-Type application/json.');
  const named = charset.exec(type)?.[1]?.toLowerCase();
  if (named !== undefined && named !== 'utf-8' && named !== 'utf8' && named !== 'us-ascii') {
    throw new LotseError('bad-request', 'Statements are encoded as UTF-8; another charset is not taken.');
  }
};

/** The statements of a POST: one, or a list of them. */
export function statementsOf({ body }: Exchange): readonly unknown[] {
  const value = parseJson(utf8(body));
  return Array.isArray(value) ? value : [value];
}

/** The statement of a PUT, under the id that the address gives it. */
export function statementOf({ body, parameters }: Exchange): unknown {
  const id = required('statementId', parameters.uuid('statementId'));
  const value = parseJson(utf8(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LotseError('invalid-statement', 'PUT takes one statement: a JSON object.');
  }
  if (!('id' in value)) return { ...value, id };
  if (typeof value.id !== 'string' || value.id.toLowerCase() !== id) {
    throw new LotseError('invalid-statement', 'The id of the statement is not the one in the parameter statementId.', { path: 'id' });
  }
  return value;
}
