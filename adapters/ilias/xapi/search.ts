import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { isUuid, LotseError } from '../../../base/index.js';
import {
  type LrsStore,
  type OrganisationId,
  pagesOf,
  type StatementFilter,
  type StoredStatement,
} from '../../../lrs/store/index.js';
import { type StatementCondition, matchesCondition } from './condition.js';

/** Where candidates are looked for. */
interface CandidateFilter {
  readonly activity?: { readonly iri: string; readonly scope: 'direct' | 'related'; readonly beginning: boolean };
  readonly registration?: string;
  readonly verb?: string;
}

/** Limits of a search. */
export interface SearchLimits {
  /** Statements looked at. */
  readonly statements: number;
  /** Activities that begin as asked. */
  readonly activities: number;
  /** Milliseconds. */
  readonly time: number;
}

export const defaultLimits: SearchLimits = { statements: 100_000, activities: 2_000, time: 20_000 };
const pageSize = 200;
/** Milliseconds after which a search lets others have their turn: it runs where all requests are answered. */
const maxSliceMs = 10;

/** The extension by which ILIAS finds a cmi5 object's statements; they are all about its activity, or name it. */
const activityExtension = 'context.extensions.https://ilias&46;de/cmi5/activityid';

/** The activity that a condition asks for, if it asks for one. */
function activityOf(condition: StatementCondition): CandidateFilter['activity'] | undefined {
  if (condition.kind === 'is' && typeof condition.value === 'string') {
    if (condition.path.text === 'object.id') return { iri: condition.value, scope: 'direct', beginning: false };
    if (condition.path.text === activityExtension) return { iri: condition.value, scope: 'related', beginning: false };
    return undefined;
  }
  if (condition.kind === 'begins') {
    if (condition.path.text === 'object.id') return { iri: condition.with, scope: 'direct', beginning: true };
    return condition.path.text === 'context.contextActivities.parent.id'
      ? { iri: condition.with, scope: 'related', beginning: true }
      : undefined;
  }
  if (condition.kind === 'all') return condition.of.map(activityOf).find((each) => each !== undefined);
  if (condition.kind !== 'any' || condition.of.length === 0) return undefined;
  // Every way of meeting it must lead to the same activities; `related` includes what is `direct`.
  const places = condition.of.map(activityOf);
  const [first] = places;
  const same =
    first !== undefined &&
    places.every((each) => each !== undefined && each.iri === first.iri && each.beginning === first.beginning);
  return same
    ? { ...first, scope: places.some((each) => each!.scope === 'related') ? 'related' : 'direct' }
    : undefined;
}

/** The indexed values that every matching statement must have. */
function placeOf(condition: StatementCondition): CandidateFilter {
  const parts = condition.kind === 'all' ? condition.of : [condition];
  const activity = activityOf(condition);
  const exact = (path: string): string | undefined => {
    for (const part of parts) {
      if (part.kind === 'is' && part.path.text === path && typeof part.value === 'string') return part.value;
      const inner = part.kind === 'all' ? placeOf(part) : undefined;
      const found = path === 'verb.id' ? inner?.verb : inner?.registration;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const registration = exact('context.registration');
  const verb = exact('verb.id');
  return {
    ...(activity === undefined ? {} : { activity }),
    ...(registration === undefined ? {} : { registration }),
    ...(verb === undefined ? {} : { verb }),
  };
}

/** True if nothing can meet a condition. */
function isNothing(condition: StatementCondition): boolean {
  if (condition.kind === 'any') return condition.of.every(isNothing);
  return condition.kind === 'all' && condition.of.some(isNothing);
}

function tooMuch(what: string): LotseError {
  return new LotseError(
    'too-large',
    `This question reaches ${what}. Please narrow it, for example by a person or a time.`,
  );
}

/** The search to make, and its source. */
export interface Search {
  readonly statements: Pick<
    LrsStore['statements'],
    'findPage' | 'listIrisBeginning' | 'listVoidedStatements' | 'findStatement'
  >;
  readonly organisation: OrganisationId;
  readonly condition: StatementCondition;
  readonly limits?: SearchLimits;
  /** True if voided statements are searched too. */
  readonly voided?: boolean;
}

/** A statement that is meant. */
export interface MatchingStatement {
  readonly stored: StoredStatement;
  readonly statement: Readonly<Record<string, unknown>>;
}

async function filtersOf(
  { statements, organisation, condition }: Search,
  { activities }: SearchLimits,
): Promise<readonly StatementFilter[]> {
  const { activity, registration, verb } = placeOf(condition);
  if (activity === undefined && registration === undefined)
    throw new LotseError(
      'invalid-parameter',
      'This LRS answers questions about one activity, those below it, or one registration.',
      { path: 'pipeline' },
    );
  if (registration !== undefined && !isUuid(registration)) return [];
  const common: StatementFilter = {
    ...(registration === undefined ? {} : { registration: registration.toLowerCase() }),
    ...(verb === undefined ? {} : { verb }),
  };
  if (activity === undefined) return [common];
  const { iri, scope, beginning } = activity;
  const iris = beginning ? await statements.listIrisBeginning(organisation, iri, activities + 1) : [iri];
  if (iris.length > activities) throw tooMuch('too many activities');
  return iris.map((each) => ({ ...common, activity: { iri: each, scope } }));
}

/**
 * The statements that are meant, each once, in no order: looked up by what an index knows, and checked one by one for
 * the rest. Bounded in what it looks at and in time.
 * @throws LotseError `invalid-parameter` if it asks for neither an activity nor a registration, `too-large`
 */
export async function* searchStatements(request: Search): AsyncGenerator<MatchingStatement, void> {
  const { statements, organisation, condition, limits = defaultLimits, voided = false } = request;
  if (isNothing(condition)) return;
  const filters = await filtersOf(request, limits);
  const end = performance.now() + limits.time;
  const requireTime = (): void => {
    if (performance.now() > end) throw tooMuch('more than can be looked through in time');
  };
  let sliceStart = performance.now();
  const yieldThread = async (): Promise<void> => {
    if (performance.now() - sliceStart < maxSliceMs) return;
    await yieldToEventLoop();
    sliceStart = performance.now();
    requireTime();
  };
  const seen = new Set<number>();
  const look = (stored: StoredStatement): MatchingStatement | undefined => {
    if (seen.has(stored.position)) return undefined;
    seen.add(stored.position);
    if (seen.size > limits.statements) throw tooMuch('too many statements');
    const statement = JSON.parse(stored.text) as Readonly<Record<string, unknown>>;
    return matchesCondition(statement, condition) ? { stored, statement } : undefined;
  };
  for (const filter of filters) {
    requireTime();
    for await (const page of pagesOf(statements, { organisation, filter, ascending: true, limit: pageSize })) {
      for (const stored of page) {
        const found = look(stored);
        if (found !== undefined) yield found;
        await yieldThread();
      }
      requireTime();
    }
    for (const { id } of voided ? await statements.listVoidedStatements(organisation, filter) : []) {
      const stored = await statements.findStatement(organisation, id);
      const found = stored === undefined ? undefined : look(stored);
      if (found !== undefined) yield found;
    }
  }
}
