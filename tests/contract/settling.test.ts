import { expect, test } from '@jest/globals';
import { lrsStore } from '../../adapters/sqlite/index.js';
import { organisationId, type PageRequest, type StatementFilter } from '../../lrs/store/index.js';
import { lrsModel } from '../support/model/lrs.js';
import { activityIri, agentKey, preparedStatement, uuid, verbIri } from '../support/prepared-statement.js';
import { temporarySqlite } from '../support/sqlite.js';

const organisation = organisationId('nordwerk')!;
const at = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
const perBatch = 100;

/** Statements by few people about few things; some refer to others far back or not there yet, some void them. */
function batch(number: number) {
  return Array.from({ length: perBatch }, (_, each) => {
    const index = number * perBatch + each;
    const common = {
      id: uuid(index),
      actor: `learner-${index % 7}`,
      verb: index % 3 === 0 ? 'answered' : 'completed',
      activity: `unit-${index % 5}`,
      relatedActivities: [`course-${index % 2}`],
    };
    if (index % 97 === 5) return preparedStatement({ ...common, refersTo: uuid(Math.max(0, index - 1900)) });
    if (index % 211 === 8) return preparedStatement({ ...common, refersTo: uuid(index + 2400) });
    if (index % 89 === 6) return preparedStatement({ ...common, voids: uuid(Math.floor(index / 2)) });
    return preparedStatement(common);
  });
}

const filters: readonly StatementFilter[] = [
  {},
  { verb: verbIri('answered') },
  { agent: { key: agentKey('learner-3'), scope: 'direct' }, verb: verbIri('completed') },
  {
    activity: { iri: activityIri('course-1'), scope: 'related' },
    agent: { key: agentKey('learner-1'), scope: 'related' },
  },
  { activity: { iri: activityIri('unit-2'), scope: 'direct' }, since: at(12), until: at(40) },
];

test('relations that have moved and those that have not give one answer together', async () => {
  const { engine, close } = await temporarySqlite();
  try {
    const stores = [lrsStore(engine), lrsModel()];
    for (const store of stores)
      await store.access.createOrganisation({ id: organisation, name: 'Nordwerk', created: at(0) });
    const everyPage = async (request: PageRequest): Promise<void> => {
      const [sqlite, model] = await Promise.all(stores.map((store) => store.statements.findPage(request)));
      expect(sqlite!.statements.map(({ id }) => id)).toEqual(model!.statements.map(({ id }) => id));
      expect(sqlite!.more).toBe(model!.more);
      const last = model!.statements.at(-1);
      if (model!.more && last !== undefined) await everyPage({ ...request, after: last.position });
    };
    for (let number = 0; number < 50; number++) {
      for (const store of stores)
        expect(
          (await store.statements.appendStatements({ organisation, statements: batch(number), now: at(number) })).kind,
        ).toBe('stored');
      // Before the first move, right behind it, between two moves, and in the end.
      if (![19, 20, 21, 30, 49].includes(number)) continue;
      for (const filter of filters)
        for (const ascending of [true, false]) await everyPage({ organisation, filter, ascending, limit: 499 });
    }
  } finally {
    await close();
  }
}, 120_000);
