import { createHash } from 'node:crypto';
import { type Clock, LotseError } from '../../base/index.js';
import { type Agent, agentKey, type CompletedStatement, prepareStatement } from '../statement/index.js';
import { type AgentKey, type LrsStore, type OrganisationId, pagesOf, type StoredStatement } from '../store/index.js';
import { eraseStatements } from './erase-statements.js';

/** Dependencies of erasing agents. */
export interface ErasingAgents {
  readonly store: Pick<LrsStore, 'statements' | 'documents' | 'access'>;
  readonly clock: Clock;
}

/** Counts of the data about a person that the LRS has erased, or left. */
export interface AgentErasureCounts {
  readonly statements: number;
  /** State of all activities, and agent profiles. */
  readonly documents: number;
  /** Grants that were still valid, or not yet removed. */
  readonly grants: number;
  /** Credentials that were valid for this person alone. */
  readonly credentials: number;
  /** Statements about others that name the person, e.g. as instructor; they stay unless their erasure is requested. */
  readonly namedElsewhere: number;
  /** The person's own voiding statements: without them the statements they voided would reappear. */
  readonly voidings: number;
}

const pageSize = 200;

/** The keys under which statements may name an agent: an e-mail address also as its hash (xAPI 2.0 §4.2.2.2). */
export function keysOfAgent(agent: Agent): readonly AgentKey[] {
  const hashed =
    agent.mbox === undefined
      ? []
      : [agentKey({ objectType: 'Agent', mbox_sha1sum: createHash('sha1').update(agent.mbox).digest('hex') })];
  return [agentKey(agent), ...hashed];
}

/** In what way a statement itself, without what it refers to, names somebody. */
function naming({ text }: StoredStatement, keys: ReadonlySet<AgentKey>): 'direct' | 'related' | 'voiding' | undefined {
  const { stored: _stored, ...statement } = JSON.parse(text) as CompletedStatement & { readonly stored?: string };
  const { agents, voiding } = prepareStatement(statement, { defines: false });
  const own = agents.filter(({ key }) => keys.has(key));
  if (own.length === 0) return undefined;
  return voiding ? 'voiding' : own.some(({ scope }) => scope === 'direct') ? 'direct' : 'related';
}

/** Statements that name a key, or refer to one that does, voided ones included, in batches. */
async function* found(
  { statements }: ErasingAgents['store'],
  organisation: OrganisationId,
  key: AgentKey,
): AsyncGenerator<readonly StoredStatement[], void> {
  const filter = { agent: { key, scope: 'related' } } as const;
  const voided = await statements.listVoidedStatements(organisation, filter);
  yield* pagesOf(statements, { organisation, filter, ascending: true, limit: pageSize });
  for (const { id } of voided) {
    const statement = await statements.findStatement(organisation, id);
    if (statement !== undefined) yield [statement];
  }
}

async function eraseTheirStatements(
  erasing: ErasingAgents,
  organisation: OrganisationId,
  keys: ReadonlySet<AgentKey>,
  everywhere: boolean,
): Promise<Pick<AgentErasureCounts, 'statements' | 'namedElsewhere' | 'voidings'>> {
  const counts = { statements: 0, namedElsewhere: 0, voidings: 0 };
  const counted = new Set<string>();
  for (const key of keys) {
    for await (const some of found(erasing.store, organisation, key)) {
      const ids: string[] = [];
      for (const statement of some) {
        const how = naming(statement, keys);
        if (how === 'direct' || (how === 'related' && everywhere)) ids.push(statement.id);
        else if (how !== undefined && !counted.has(statement.id)) {
          counted.add(statement.id);
          counts[how === 'voiding' ? 'voidings' : 'namedElsewhere'] += 1;
        }
      }
      counts.statements += (await eraseStatements(erasing, organisation, ids)).erased.length;
    }
  }
  return counts;
}

/** Revokes and removes the person's own credentials and grants. */
async function eraseAccess(
  { access }: ErasingAgents['store'],
  organisation: OrganisationId,
  keys: ReadonlySet<AgentKey>,
): Promise<Pick<AgentErasureCounts, 'grants' | 'credentials'>> {
  const isErasedActor = (actor: string): boolean => keys.has(agentKey(JSON.parse(actor) as Agent));
  const counts = { grants: 0, credentials: 0 };
  let after: string | undefined;
  for (;;) {
    const page = await access.listGrants(organisation, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const { tokenHash, actor } of page) {
      if (!isErasedActor(actor)) continue;
      await access.revokeGrant(tokenHash);
      counts.grants += 1;
    }
    if (page.length < pageSize) break;
    after = page.at(-1)!.tokenHash;
  }
  for (const { key, actor } of await access.listCredentials(organisation)) {
    if (actor === undefined || !isErasedActor(actor)) continue;
    await access.removeCredential(organisation, key);
    counts.credentials += 1;
  }
  return counts;
}

/**
 * Erases for good everything the LRS stores about a person: their credentials, their documents, and the statements
 * whose actor or object they are. It takes several durable transactions: after a failure the erased part stays erased,
 * and a repetition continues. A server running beside accepts a launch for some seconds more.
 * @param agents all that the person is known as
 * @param options `everywhere`: statements about others that name the person are erased too
 * @throws LotseError `not-found`, `store-unavailable`
 */
export async function eraseAgents(
  erasing: ErasingAgents,
  organisation: OrganisationId,
  agents: readonly Agent[],
  { everywhere = false }: { readonly everywhere?: boolean } = {},
): Promise<AgentErasureCounts> {
  const { store } = erasing;
  if ((await store.access.findOrganisation(organisation)) === undefined)
    throw new LotseError('not-found', 'There is no such organisation.');
  const keys = new Set(agents.flatMap(keysOfAgent));
  const access = await eraseAccess(store, organisation, keys);
  let documents = 0;
  for (const key of keys) documents += await store.documents.eraseDocuments(organisation, key);
  return { ...access, documents, ...(await eraseTheirStatements(erasing, organisation, keys, everywhere)) };
}
