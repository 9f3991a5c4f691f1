import { randomBytes } from 'node:crypto';
import { isoNow, LotseError } from '../base/index.js';
import { isOwn, readsOnlyOwn } from '../access/index.js';
import { answerBytes, answerJson, answerNothing, setLastModified } from './answer.js';
import { allow, authenticate } from './authenticate.js';
import type { Exchange, Step } from './exchange.js';
import type { Resource } from './resource.js';
import { expectJson, statementOf, statementsOf } from './statement-body.js';
import { moreLink, pageRequestOf, queryParameters, readPage, rendererFor } from './statement-query.js';
import { readBody, readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

const consistentThrough = 'X-Experience-API-Consistent-Through';

/** Before it is known who asks, nothing more can be promised than the beginning of time. */
const promiseNothing: Step = ({ response }) => {
  response.setHeader(consistentThrough, new Date(0).toISOString());
};

/** Every answer of this resource says up to when it is complete, a refusal too (xAPI 1.0.3 Communication §2.1.3). */
const promiseConsistency: Step = async ({ response, services, principal }) => {
  response.setHeader(consistentThrough, await services.store.statements.consistentThrough(principal.organisation, isoNow(services.clock)));
};

const single = ['statementId', 'voidedStatementId'];

/** A single statement is asked for by its id and nothing that would filter (xAPI 1.0.3 Communication §2.1.3). */
const refuseMixedQuery: Step = ({ parameters }) => {
  const asked = single.find((name) => parameters.has(name));
  const other = parameters.names.find((name) => name !== asked && name !== 'format' && name !== 'attachments');
  if (asked === undefined || other === undefined) return;
  throw new LotseError('invalid-parameter', `${asked} may be combined with format and attachments alone.`, { path: other });
};

/** Sends JSON; as the only part of multipart/mixed where the request wants attachments, of which there are none yet. */
function answerStatements(exchange: Exchange, text: string): void {
  if (!exchange.parameters.boolean('attachments')) return answerJson(exchange, text);
  const boundary = `lotse-${randomBytes(18).toString('hex')}`;
  const parts = `--${boundary}\r\nContent-Type: application/json\r\n\r\n${text}\r\n--${boundary}--\r\n`;
  answerBytes(exchange, `multipart/mixed; boundary=${boundary}`, Buffer.from(parts, 'utf8'));
}

async function answerOne(exchange: Exchange): Promise<void> {
  const { parameters, principal, services } = exchange;
  const render = rendererFor(exchange);
  const voided = parameters.has('voidedStatementId');
  const id = parameters.uuid(voided ? 'voidedStatementId' : 'statementId')!;
  const statement = await services.store.statements.find(principal.organisation, id);
  if (statement === undefined || statement.voided !== voided || (readsOnlyOwn(principal) && !isOwn(principal, statement))) {
    throw new LotseError('not-found', voided ? 'There is no voided statement with this id.' : 'There is no statement with this id.');
  }
  setLastModified(exchange, statement.stored);
  answerStatements(exchange, render(statement));
}

async function answerMany(exchange: Exchange): Promise<void> {
  const render = rendererFor(exchange);
  const { statements, next } = await readPage(exchange, pageRequestOf(exchange));
  const texts = statements.map(render).join(',');
  answerStatements(exchange, `{"statements":[${texts}],"more":${JSON.stringify(moreLink(exchange, next))}}`);
}

const answerQuery: Step = (exchange) => (single.some((name) => exchange.parameters.has(name)) ? answerOne(exchange) : answerMany(exchange));

const storeMany: Step = async (exchange) => {
  const { services, principal, version } = exchange;
  const ids = await services.accept(principal, statementsOf(exchange), { version, asSent: true });
  answerJson(exchange, JSON.stringify(ids));
};

const storeOne: Step = async (exchange) => {
  const { services, principal, version } = exchange;
  await services.accept(principal, [statementOf(exchange)], { version, asSent: true });
  answerNothing(exchange);
};

/** Statements (xAPI 1.0.3 Communication §2.1; xAPI 2.0 §4.1.6.1). */
export const statements: Resource = {
  path: '/statements',
  always: [promiseNothing],
  methods: {
    GET: [
      authenticate, promiseConsistency, negotiateVersion, allow('statements/read', 'statements/read/mine'),
      readParameters(...single, ...queryParameters), refuseMixedQuery, answerQuery,
    ],
    POST: [authenticate, promiseConsistency, negotiateVersion, allow('statements/write'), readParameters(), expectJson, readBody, storeMany],
    PUT: [authenticate, promiseConsistency, negotiateVersion, allow('statements/write'), readParameters('statementId'), expectJson, readBody, storeOne],
  },
};
