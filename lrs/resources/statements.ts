import { isoNow, LotseError } from '../../base/index.js';
import { isOwn, readsOnlyOwn } from '../access/index.js';
import { statementFormats } from '../statement/index.js';
import type { StoredStatement } from '../store/index.js';
import { sendJson, answerPage, sendNoContent, setLastModified } from './answer.js';
import { allow, authenticate } from './authenticate.js';
import type { Exchange, ResourceStep } from './exchange.js';
import { sendMultipart } from './multipart/answer-multipart.js';
import type { Resource } from './resource.js';
import { receiveStatements, parseSingleStatement, parseStatements } from './statement-body.js';
import { moreLink, pageRequestOf, queryParameters, readPage } from './statement-query.js';
import { render } from './statement-rendering.js';
import { readParameters } from './steps.js';
import { negotiateVersion } from './version.js';

const consistentThrough = 'X-Experience-API-Consistent-Through';
/** Before the client is authenticated, nothing more can be promised than the beginning of time. */
const promiseNothing = { [consistentThrough]: new Date(0).toISOString() };

/** Every answer of this resource says up to when it is complete, a refusal too (xAPI 1.0.3 Communication §2.1.3). */
const promiseConsistency: ResourceStep = async ({ response, services, principal }) => {
  response.setHeader(
    consistentThrough,
    await services.store.statements.promiseConsistency(principal.organisation, isoNow(services.clock)),
  );
};

const single = ['statementId', 'voidedStatementId'];

/** A single statement is asked for by its id and nothing that would filter (xAPI 1.0.3 Communication §2.1.3). */
const refuseMixedQuery: ResourceStep = ({ parameters }) => {
  const requested = single.find((name) => parameters.has(name));
  const other = parameters.names.find((name) => name !== requested && name !== 'format' && name !== 'attachments');
  if (requested === undefined || other === undefined) return;
  throw new LotseError('invalid-parameter', `${requested} may be combined with format and attachments alone.`, {
    path: other,
  });
};

/** Refuses an unknown format before anything is looked up. */
const checkForm: ResourceStep = ({ parameters }) => {
  parameters.oneOf('format', statementFormats);
  parameters.boolean('attachments');
};

/** Sends JSON, or multipart/mixed if the request wants the attachments too. */
async function answerStatements(
  exchange: Exchange,
  text: string,
  statements: readonly StoredStatement[],
): Promise<void> {
  if (exchange.parameters.boolean('attachments')) await sendMultipart(exchange, text, statements);
  else sendJson(exchange, text);
}

async function answerOne(exchange: Exchange): Promise<void> {
  const { parameters, principal, services } = exchange;
  const voided = parameters.has('voidedStatementId');
  const id = parameters.uuid(voided ? 'voidedStatementId' : 'statementId')!;
  const statement = await services.store.statements.findStatement(principal.organisation, id);
  if (
    statement === undefined ||
    statement.voided !== voided ||
    (readsOnlyOwn(principal) && !isOwn(principal, statement))
  ) {
    throw new LotseError(
      'not-found',
      voided ? 'There is no voided statement with this id.' : 'There is no statement with this id.',
    );
  }
  const [text] = await render(exchange, [statement]);
  setLastModified(exchange, statement.stored);
  await answerStatements(exchange, text!, [statement]);
}

/** True if statements are sent exactly as they are stored. */
function asStored({ parameters, principal }: Exchange): boolean {
  return (
    (parameters.oneOf('format', statementFormats) ?? 'exact') === 'exact' &&
    !parameters.boolean('attachments') &&
    !readsOnlyOwn(principal)
  );
}

async function answerMany(exchange: Exchange): Promise<void> {
  if (asStored(exchange)) {
    const page = await exchange.services.store.statements.findPageText(pageRequestOf(exchange));
    if (page.newestStored !== undefined) setLastModified(exchange, page.newestStored);
    answerPage(exchange, page, moreLink(exchange, page.next));
    return;
  }
  const { statements, next } = await readPage(exchange, pageRequestOf(exchange));
  const texts = await render(exchange, statements);
  const newest = exchange.parameters.boolean('ascending') ? statements.at(-1) : statements[0];
  if (newest !== undefined) setLastModified(exchange, newest.stored);
  await answerStatements(
    exchange,
    `{"statements":[${texts.join(',')}],"more":${JSON.stringify(moreLink(exchange, next))}}`,
    statements,
  );
}

const answerQuery: ResourceStep = (exchange) =>
  single.some((name) => exchange.parameters.has(name)) ? answerOne(exchange) : answerMany(exchange);

const storeMany: ResourceStep = async (exchange) => {
  const { services, principal, version } = exchange;
  const { statements: values, ...received } = await receiveStatements(exchange, parseStatements);
  const ids = await services.accept(principal, values, { version, asSent: true, ...received });
  sendJson(exchange, JSON.stringify(ids));
};

const storeOne: ResourceStep = async (exchange) => {
  const { services, principal, version } = exchange;
  const { statements: values, ...received } = await receiveStatements(exchange, parseSingleStatement);
  await services.accept(principal, values, { version, asSent: true, ...received });
  sendNoContent(exchange);
};

/** Statements (xAPI 1.0.3 Communication §2.1; xAPI 2.0 §4.1.6.1). */
export const statements: Resource = {
  path: '/statements',
  headers: promiseNothing,
  methods: {
    GET: [
      authenticate,
      promiseConsistency,
      negotiateVersion,
      allow('statements/read', 'statements/read/mine'),
      readParameters(...single, ...queryParameters),
      refuseMixedQuery,
      checkForm,
      answerQuery,
    ],
    POST: [authenticate, promiseConsistency, negotiateVersion, allow('statements/write'), readParameters(), storeMany],
    PUT: [
      authenticate,
      promiseConsistency,
      negotiateVersion,
      allow('statements/write'),
      readParameters('statementId'),
      storeOne,
    ],
  },
};
