import { vocabularyFor } from '../../base/index.js';
import type { Evidence } from '../../competency/store/index.js';
import type { AgentKey, OrganisationId, StoredEvent, StreamQueries } from '../../lrs/store/index.js';

export const vocabulary = vocabularyFor('https://lotse.example');
export const nord = 'nordwerk' as OrganisationId;
export const verbs = {
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  failed: 'http://adlnet.gov/expapi/verbs/failed',
  progressed: 'http://adlnet.gov/expapi/verbs/progressed',
} as const;

/** The account's text as a key: what `agentKey` of lrs/statement does, as far as these tests need it. */
export function agentKeyOf(agent: unknown): AgentKey | undefined {
  const account = (agent as { account?: { homePage?: unknown; name?: unknown } } | undefined)?.account;
  return typeof account?.homePage === 'string' && typeof account.name === 'string'
    ? (`account ${account.homePage} ${account.name}` as AgentKey)
    : undefined;
}

export const learner = (name: string): { objectType: 'Agent'; account: { homePage: string; name: string } } => ({
  objectType: 'Agent',
  account: { homePage: 'https://lms.example', name },
});
export const aylin = agentKeyOf(learner('aylin'))!;

/** What a statement about a whole content may vary in. */
export interface Told {
  readonly actor?: string;
  readonly verb?: keyof typeof verbs;
  readonly content?: string;
  readonly tags?: readonly (readonly [code: string, level: number])[];
  readonly scaled?: number;
  readonly success?: boolean;
  readonly registration?: string;
  readonly timestamp?: string;
}

/** A statement as `h5p-content/play` writes it. */
export function statement({
  actor = 'aylin',
  verb = 'completed',
  content = 'd1',
  tags = [['D1', 2]],
  scaled,
  success,
  registration,
  timestamp = '2026-03-01T08:00:00.000Z',
}: Told = {}) {
  return {
    actor: learner(actor),
    verb: { id: verbs[verb] },
    object: {
      objectType: 'Activity',
      id: vocabulary.activity(content),
      definition: { name: { de: `Einheit ${content}` } },
    },
    ...(scaled === undefined && success === undefined
      ? {}
      : {
          result: {
            ...(scaled === undefined ? {} : { score: { scaled } }),
            ...(success === undefined ? {} : { success }),
          },
        }),
    context: {
      ...(registration === undefined ? {} : { registration }),
      contextActivities: { grouping: [{ id: vocabulary.course('p', 'c') }] },
      extensions: {
        [vocabulary.extensions.competencies]: tags.map(([code, level]) => ({
          competency: vocabulary.competency('lotse', code),
          level,
        })),
      },
    },
    timestamp,
  };
}

/** The event of a stored statement. */
export function stored(
  position: number,
  id: string,
  body: unknown,
  organisation: OrganisationId = nord,
): StoredEvent & { readonly kind: 'statement' } {
  return {
    kind: 'statement',
    position,
    organisation,
    stored: new Date(Date.UTC(2026, 5, 1) + position * 1000).toISOString(),
    id,
    text: JSON.stringify(body),
  };
}

/** Evidence as the projection makes it, for tests of what comes after it. */
export function evidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    organisation: nord,
    actor: aylin,
    framework: 'lotse',
    code: 'D1',
    activity: vocabulary.activity('d1'),
    statement: 's1',
    position: 1,
    timestamp: '2026-03-01T08:00:00.000Z',
    stored: '2026-03-01T08:00:01.000Z',
    verb: verbs.completed,
    level: 2,
    ...overrides,
  };
}

/** A stream out of an array that tests add to. */
export function streamOf(events: StoredEvent[]): StreamQueries & { append(event: StoredEvent): void } {
  const listeners = new Set<() => void>();
  return {
    append(event) {
      events.push(event);
      for (const listener of listeners) listener();
    },
    listPartitions: async () => [0],
    listEvents: async (_partition, after, limit) => events.filter((event) => event.position > after).slice(0, limit),
    findHead: async () => events.at(-1)?.position ?? 0,
    onAppended(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
