import { isOwn, ownFilter, readsOnlyOwn } from '../access/index.js';
import { agentKey } from '../statement/index.js';
import type { PageRequest, Position, StatementFilter, StoredStatement } from '../store/index.js';
import type { Exchange } from './exchange.js';

/** Most statements in one answer; also what `limit=0` and no limit mean. */
const maxStatements = 500;

/** Number of pages read to fill one page of own statements, since others that mention the principal may lie between. */
const maxRounds = 10;

/** Continues a query behind a position. The organisation comes from the credential, never from the address. */
export const continueParameter = 'continue';

/** Every parameter that a query for many statements knows. */
export const queryParameters = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
  continueParameter,
] as const;

function filterOf({ parameters, version, principal }: Exchange): StatementFilter {
  const actor = parameters.actor('agent');
  const activity = parameters.iri('activity');
  const verb = parameters.iri('verb');
  const registration = parameters.uuid('registration');
  const since = parameters.instant('since', version);
  const until = parameters.instant('until', version);
  const agentScope = parameters.boolean('related_agents') ? 'related' : 'direct';
  const activityScope = parameters.boolean('related_activities') ? 'related' : 'direct';
  const own = readsOnlyOwn(principal) ? ownFilter(principal) : undefined;
  return {
    ...(actor === undefined ? {} : { agent: { key: agentKey(actor), scope: agentScope } as const }),
    ...(own === undefined ? {} : { also: own }),
    ...(activity === undefined ? {} : { activity: { iri: activity, scope: activityScope } }),
    ...(verb === undefined ? {} : { verb }),
    ...(registration === undefined ? {} : { registration }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The page that a request asks for. */
export function pageRequestOf(exchange: Exchange): PageRequest {
  const { parameters, principal } = exchange;
  const limit = parameters.integer('limit') ?? 0;
  const after = parameters.integer(continueParameter);
  return {
    organisation: principal.organisation,
    filter: filterOf(exchange),
    ascending: parameters.boolean('ascending'),
    limit: limit === 0 ? maxStatements : Math.min(limit, maxStatements),
    ...(after === undefined ? {} : { after }),
  };
}

/** Statements the principal may see, and the position behind which to continue, if there is more. */
export interface VisiblePage {
  readonly statements: readonly StoredStatement[];
  readonly next: Position | undefined;
}

/**
 * Reads a page. A principal that sees only own statements may get fewer than the limit although more follow, if very
 * many of others mention it: the search through those ends after some pages, and `more` continues from there.
 */
export async function readPage({ services, principal }: Exchange, request: PageRequest): Promise<VisiblePage> {
  const { statements: queries } = services.store;
  if (!readsOnlyOwn(principal)) {
    const page = await queries.findPage(request);
    return { statements: page.statements, next: page.more ? page.statements.at(-1)?.position : undefined };
  }
  const own: StoredStatement[] = [];
  let { after } = request;
  for (let round = 0; round < maxRounds; round += 1) {
    const page = await queries.findPage({ ...request, ...(after === undefined ? {} : { after }) });
    for (const [index, statement] of page.statements.entries()) {
      if (isOwn(principal, statement)) own.push(statement);
      if (own.length < request.limit) continue;
      const last = index === page.statements.length - 1;
      return { statements: own, next: last && !page.more ? undefined : statement.position };
    }
    after = page.statements.at(-1)?.position;
    if (!page.more || after === undefined) return { statements: own, next: undefined };
  }
  return { statements: own, next: after };
}

/** Where the next page is: the same query, behind the last statement of this page. */
export function moreLink({ services, target, parameters }: Exchange, next: Position | undefined): string {
  if (next === undefined) return '';
  const query = new URLSearchParams();
  for (const name of parameters.names) if (name !== continueParameter) query.set(name, parameters.text(name) ?? '');
  query.set(continueParameter, String(next));
  const base = new URL(services.publicUrl).pathname.replace(/\/$/, '');
  return `${base}${target.base}/statements?${query.toString()}`;
}
