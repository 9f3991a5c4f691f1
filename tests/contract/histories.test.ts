import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lrsStore } from '../../adapters/sqlite/index.js';
import type {
  DocumentCollection,
  ExpectedDocument,
  LrsStore,
  OrganisationId,
  PageRequest,
  StatementFilter,
} from '../../lrs/store/index.js';
import { lrsModel } from '../support/model/lrs.js';
import {
  activityIri,
  agentKey,
  preparedStatement,
  type StatementSketch,
  uuid,
  verbIri,
} from '../support/prepared-statement.js';
import { temporarySqlite } from '../support/sqlite.js';
import { at, nordwerk, readAll, suedwerk } from './lrs-store/factory.js';

/** How many histories are tried; raise it for a long run. */
const runs = Number(process.env['HISTORY_RUNS'] ?? 50);

/** One of the history's statements, or a different one with its id. */
interface Pick {
  readonly number: number;
  readonly altered: boolean;
}

type Step =
  | {
      readonly kind: 'append';
      readonly organisation: OrganisationId;
      readonly picks: readonly Pick[];
      readonly now: number;
    }
  | {
      readonly kind: 'read';
      readonly organisation: OrganisationId;
      readonly filter: StatementFilter;
      readonly ascending: boolean;
      readonly limit: number;
    }
  | { readonly kind: 'page'; readonly request: PageRequest }
  | {
      readonly kind: 'erase';
      readonly organisation: OrganisationId;
      readonly ids: readonly string[];
      readonly now: number;
    }
  | { readonly kind: 'voided'; readonly organisation: OrganisationId; readonly filter: StatementFilter }
  | { readonly kind: 'find'; readonly organisation: OrganisationId; readonly id: string }
  | { readonly kind: 'stream'; readonly after: number; readonly limit: number }
  | { readonly kind: 'through'; readonly now: number | undefined }
  | {
      readonly kind: 'put';
      readonly organisation: OrganisationId;
      readonly collection: DocumentCollection;
      readonly id: string;
      readonly content: string;
      readonly updated: number;
      readonly expected: ExpectedDocument;
    }
  | {
      readonly kind: 'remove';
      readonly organisation: OrganisationId;
      readonly collection: DocumentCollection;
      readonly id: string;
      readonly expected: ExpectedDocument;
    }
  | {
      readonly kind: 'clear';
      readonly organisation: OrganisationId;
      readonly collection: DocumentCollection;
      readonly expected: readonly string[] | undefined;
    }
  | {
      readonly kind: 'ids';
      readonly organisation: OrganisationId;
      readonly collection: DocumentCollection;
      readonly since: number | undefined;
    };

// Few values, so that they meet often.
const organisation = fc.constantFrom(nordwerk, suedwerk);
const statementCount = 14;
const id = fc.integer({ min: 0, max: statementCount - 1 }).map(uuid);
const name = fc.constantFrom('anna', 'bert', 'cora');
const unit = fc.constantFrom('d1', 'd2', 'course');
const verb = fc.constantFrom('started', 'completed');
const registration = fc.constantFrom(uuid(900), uuid(901));
const instant = fc.integer({ min: 0, max: 40 });
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

/** Leaves out what is undefined: the port's optional parts are absent, not undefined. */
function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** What a statement says about activities. */
const defines = fc.array(
  fc.tuple(
    unit,
    fc.record(
      {
        name: fc.dictionary(fc.constantFrom('de', 'en', 'fr'), fc.constantFrom('a', 'b'), { maxKeys: 2 }),
        type: fc.constantFrom('https://types.example/a', 'https://types.example/b'),
        moreInfo: fc.constantFrom('https://more.example/a', 'https://more.example/b'),
      },
      { requiredKeys: [] },
    ),
  ),
  { maxLength: 2 },
);

/** What a statement says, whatever its id: an own matter, a reference or a voiding. */
const matter: fc.Arbitrary<Omit<StatementSketch, 'id'>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({
        actor: name,
        verb,
        activity: unit,
        defines,
        registration: optional(registration),
        relatedAgents: fc.uniqueArray(name, { maxLength: 2 }),
        relatedActivities: fc.uniqueArray(unit, { maxLength: 2 }),
      })
      .map(compact),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      actor: name,
      verb,
      refersTo: id,
      relatedActivities: fc.uniqueArray(unit, { maxLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ actor: name, voids: id }) },
);
/** The statements of one history, by number; appends pick from them in any order, so that repeats are repeats. */
const statements = fc
  .array(matter, { minLength: statementCount, maxLength: statementCount })
  .map((matters) => matters.map((each, number): StatementSketch => ({ id: uuid(number), ...each })));
const pick: fc.Arbitrary<Pick> = fc.record({
  number: fc.integer({ min: 0, max: statementCount - 1 }),
  altered: fc.integer({ min: 0, max: 19 }).map((value) => value === 0),
});
const scope = fc.constantFrom('direct' as const, 'related' as const);
const filter: fc.Arbitrary<StatementFilter> = fc
  .record({
    agent: optional(fc.record({ key: name.map(agentKey), scope })),
    also: fc.option(fc.record({ key: name.map(agentKey), scope }), { nil: undefined, freq: 4 }),
    activity: optional(fc.record({ iri: unit.map(activityIri), scope })),
    within: fc.option(unit.map(activityIri), { nil: undefined, freq: 4 }),
    verb: optional(fc.constantFrom('started', 'completed', 'voided').map(verbIri)),
    registration: fc.option(registration, { nil: undefined, freq: 4 }),
    since: fc.option(instant.map(at), { nil: undefined, freq: 4 }),
    until: fc.option(instant.map(at), { nil: undefined, freq: 4 }),
  })
  .map(compact);
const state = { kind: 'state', activity: activityIri('d1'), agent: agentKey('anna') } as const;
const collection = fc.constantFrom<DocumentCollection>(
  state,
  { ...state, registration: uuid(900) },
  { ...state, registration: uuid(901) },
  { ...state, agent: agentKey('bert') },
  { kind: 'activity-profile', activity: activityIri('d1') },
  { kind: 'agent-profile', agent: agentKey('anna') },
);
const documentId = fc.constantFrom('resume', 'état', '😀', '～');
const content = fc.constantFrom('one', 'two');
const expected = fc.oneof(
  fc.constantFrom<ExpectedDocument>('absent', 'anything'),
  content.map((text) => ({ etag: etagOf(text) })),
);
const limit = fc.integer({ min: 1, max: 4 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      organisation,
      picks: fc.array(pick, { maxLength: 4 }),
      now: instant,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('read' as const), organisation, filter, ascending: fc.boolean(), limit }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        organisation,
        filter,
        ascending: fc.boolean(),
        after: optional(fc.integer({ min: 0, max: 30 })),
        limit,
      })
      .map((request): Step => ({ kind: 'page', request: compact(request) })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('erase' as const),
      organisation,
      ids: fc.array(id, { maxLength: 3 }),
      now: instant,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('voided' as const), organisation, filter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('find' as const), organisation, id }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('stream' as const), after: fc.integer({ min: 0, max: 30 }), limit }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('through' as const), now: optional(instant) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      organisation,
      collection,
      id: documentId,
      content,
      updated: instant,
      expected,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), organisation, collection, id: documentId, expected }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clear' as const),
      organisation,
      collection,
      expected: optional(fc.constantFrom([], ['resume'])),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('ids' as const), organisation, collection, since: optional(instant) }),
  },
);

function etagOf(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(40, '0');
}

/** Takes one step and says what came of it. */
async function take(store: LrsStore, sketches: readonly StatementSketch[], step: Step): Promise<unknown> {
  const { statements, documents, stream } = store;
  switch (step.kind) {
    case 'append':
      return statements.appendStatements({
        organisation: step.organisation,
        statements: step.picks.map(({ number, altered }) =>
          preparedStatement({ ...sketches[number]!, ...(altered ? { content: 'altered' } : {}) }),
        ),
        now: at(step.now),
      });
    case 'read':
      return readAll(store, step.organisation, step.filter, step);
    case 'page':
      return [
        await statements.findPage(step.request),
        await statements
          .findPageText(step.request)
          .then(({ chunks, newestStored, next }) => [Buffer.concat(chunks).toString(), newestStored, next]),
      ];
    case 'erase': {
      const known = await statements.listReferringStatements(step.organisation, step.ids);
      const referring = known.map((each) => preparedStatement(sketches[Number.parseInt(each.id.slice(-12), 16)]!));
      return [
        known,
        await statements.eraseStatements({
          organisation: step.organisation,
          ids: step.ids,
          referring,
          now: at(step.now),
        }),
      ];
    }
    case 'voided':
      return statements.listVoidedStatements(step.organisation, step.filter);
    case 'find':
      return statements.findStatement(step.organisation, step.id);
    case 'stream':
      return [await stream.findHead(0), await stream.listEvents(0, step.after, step.limit)];
    case 'through':
      return step.now === undefined
        ? statements.findNewestStored(nordwerk)
        : statements.promiseConsistency(nordwerk, at(step.now));
    case 'put': {
      const document = {
        id: step.id,
        contentType: 'text/plain',
        content: new TextEncoder().encode(step.content),
        etag: etagOf(step.content),
        updated: at(step.updated),
      };
      return documents.putDocument(step.organisation, step.collection, document, step.expected);
    }
    case 'remove':
      return documents.removeDocument(step.organisation, step.collection, step.id, step.expected);
    case 'clear':
      return documents.clearDocuments(step.organisation, step.collection, step.expected);
    case 'ids':
      return [
        await documents.findNewestUpdate(
          step.organisation,
          step.collection,
          step.since === undefined ? undefined : at(step.since),
        ),
        await documents.listDocumentIds(
          step.organisation,
          step.collection,
          step.since === undefined ? undefined : at(step.since),
        ),
        await documents.findDocument(step.organisation, step.collection, 'resume'),
      ];
  }
}

/** What a finished history leaves, looked at from every side. */
async function wholeState(store: LrsStore): Promise<unknown> {
  const seen: unknown[] = [await store.stream.listEvents(0, 0, 1000)];
  for (const organisation of [nordwerk, suedwerk]) {
    seen.push([
      ...(await store.activities.findDefinitions(organisation, ['d1', 'nothing', 'course', 'd2'].map(activityIri))),
    ]);
    for (let number = 0; number < statementCount; number++)
      seen.push(await store.statements.findStatement(organisation, uuid(number)));
    for (const scope of ['direct', 'related'] as const) {
      for (const verb of [undefined, 'started', 'completed', 'voided']) {
        for (const agent of [undefined, 'anna', 'bert', 'cora']) {
          for (const activity of [undefined, 'd1', 'd2', 'course']) {
            const filter = compact({
              verb: verb === undefined ? undefined : verbIri(verb),
              agent: agent === undefined ? undefined : { key: agentKey(agent), scope },
              activity: activity === undefined ? undefined : { iri: activityIri(activity), scope },
            });
            seen.push([filter, await readAll(store, organisation, filter)]);
          }
        }
      }
    }
  }
  return seen;
}

describe('random histories', () => {
  test(
    'get the same answers from the model and from SQLite',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          statements,
          fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
          async (sketches, steps) => {
            const model = lrsModel();
            const { engine, close } = await temporarySqlite();
            try {
              const sqlite = lrsStore(engine);
              for (const store of [model, sqlite]) {
                for (const id of [nordwerk, suedwerk])
                  await store.access.createOrganisation({ id, name: id, created: at(0) });
              }
              for (const step of steps)
                expect(await take(sqlite, sketches, step)).toEqual(await take(model, sketches, step));
              expect(await wholeState(sqlite)).toEqual(await wholeState(model));
            } finally {
              await close();
            }
          },
        ),
        { numRuns: runs },
      );
    },
    60_000 + runs * 1_000,
  );
});
