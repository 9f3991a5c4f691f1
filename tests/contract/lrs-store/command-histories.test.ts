import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lrsStore } from '../../../adapters/sqlite/index.js';
import { LotseError } from '../../../base/index.js';
import {
  type Credential,
  type DocumentCollection,
  type ForwardTarget,
  type Grant,
  type LrsStore,
  type OrganisationId,
} from '../../../lrs/store/index.js';
import { lrsModel } from '../../support/model/lrs.js';
import { activityIri, agentKey, uuid } from '../../support/prepared-statement.js';
import { temporarySqlite } from '../../support/sqlite.js';
import { at } from './factory.js';

/** The number of histories; raise it for a long run. */
const runs = Number(process.env['HISTORY_RUNS'] ?? 60);

/** The names of one history: SQLite keeps all histories side by side. */
class Names {
  readonly #history: number;

  constructor(history: number) {
    this.#history = history;
  }

  organisation(number: number): OrganisationId {
    return `firm-${this.#history}-${number}` as OrganisationId;
  }

  own(name: string | number): string {
    return `${this.#history}/${name}`;
  }
}

/** One command, and what it asks the store that it is given. */
interface Command {
  readonly name: string;
  /** Its answer counts what was there: repeated, it finds less. */
  readonly counts?: true;
  run(store: LrsStore, names: Names): Promise<unknown>;
}

const small = (max: number) => fc.integer({ min: 0, max });
/** The second organisation is the one that nobody creates. */
const organisation = small(2);

function command<T>(
  name: string,
  drawn: { [K in keyof T]: fc.Arbitrary<T[K]> },
  run: (store: LrsStore, names: Names, drawn: T) => Promise<unknown>,
  counts?: true,
): fc.Arbitrary<Command> {
  return fc.record(drawn).map((given) => ({
    name: `${name} ${JSON.stringify(given)}`,
    ...(counts === undefined ? {} : { counts }),
    run: (store, names) => run(store, names, given as T),
  }));
}

function credentialOf(names: Names, key: number, owner: number, secret: number): Credential {
  return {
    key: names.own(key),
    organisation: names.organisation(owner),
    secretHash: `secret ${secret}`,
    scopes: ['all'],
    label: '',
    created: at(key),
  };
}

function grantOf(names: Names, token: number, owner: number, expires: number): Grant {
  return {
    tokenHash: names.own(token),
    organisation: names.organisation(owner),
    scopes: ['state'],
    // Grants are removed over all organisations: those of other histories end later.
    expires: new Date(Date.parse(at(0)) + expires).toISOString(),
    actor: '{}',
    session: '{}',
  };
}

const access: readonly fc.Arbitrary<Command>[] = [
  command('addCredential', { key: small(2), owner: organisation, secret: small(2) }, (store, names, drawn) =>
    store.access.addCredential(credentialOf(names, drawn.key, drawn.owner, drawn.secret)),
  ),
  command('revokeCredential', { key: small(2), owner: organisation, when: small(9) }, (store, names, drawn) =>
    store.access.revokeCredential(names.organisation(drawn.owner), names.own(drawn.key), at(drawn.when)),
  ),
  command(
    'rotateCredential',
    { key: small(2), owner: organisation, secret: small(3), until: small(9) },
    (store, names, { key, owner, secret, until }) =>
      store.access.rotateCredential(names.organisation(owner), names.own(key), `secret ${secret}`, at(until)),
  ),
  command('removeCredential', { key: small(2), owner: organisation }, (store, names, drawn) =>
    store.access.removeCredential(names.organisation(drawn.owner), names.own(drawn.key)),
  ),
  command('addGrant', { token: small(2), owner: organisation, expires: small(3) }, (store, names, drawn) =>
    store.access.addGrant(grantOf(names, drawn.token, drawn.owner, drawn.expires)),
  ),
  command('revokeGrant', { token: small(2) }, (store, names, { token }) => store.access.revokeGrant(names.own(token))),
];

const collection: fc.Arbitrary<DocumentCollection> = fc.constantFrom<DocumentCollection>(
  { kind: 'state', activity: activityIri('d1'), agent: agentKey('anna') },
  { kind: 'state', activity: activityIri('d1'), agent: agentKey('anna'), registration: uuid(900) },
  { kind: 'activity-profile', activity: activityIri('d1') },
  { kind: 'agent-profile', agent: agentKey('anna') },
);
const expected = fc.oneof(
  fc.constantFrom('absent' as const, 'anything' as const),
  small(2).map((content) => ({ etag: `etag ${content}` })),
);
const documentId = fc.constantFrom('a', 'b');

const documents: readonly fc.Arbitrary<Command>[] = [
  command(
    'putDocument',
    { owner: organisation, collection, id: documentId, content: small(2), updated: small(4), expected },
    (store, names, drawn) =>
      store.documents.putDocument(
        names.organisation(drawn.owner),
        drawn.collection,
        {
          id: drawn.id,
          contentType: 'text/plain',
          content: new TextEncoder().encode(String(drawn.content)),
          etag: `etag ${drawn.content}`,
          updated: at(drawn.updated),
        },
        drawn.expected,
      ),
  ),
  command('removeDocument', { owner: organisation, collection, id: documentId, expected }, (store, names, drawn) =>
    store.documents.removeDocument(names.organisation(drawn.owner), drawn.collection, drawn.id, drawn.expected),
  ),
  command(
    'clearDocuments',
    { owner: organisation, collection, ids: fc.option(fc.constantFrom([], ['a'], ['a', 'b']), { nil: undefined }) },
    (store, names, drawn) =>
      store.documents.clearDocuments(names.organisation(drawn.owner), drawn.collection, drawn.ids),
  ),
  command(
    'eraseDocuments',
    { owner: organisation },
    (store, names, drawn) => store.documents.eraseDocuments(names.organisation(drawn.owner), agentKey('anna')),
    true,
  ),
];

const leases: readonly fc.Arbitrary<Command>[] = [
  command(
    'acquireLease',
    { name: small(1), holder: small(2), now: small(9), length: small(5) },
    (store, names, { name, holder, now, length }) =>
      store.leases.acquireLease({
        name: names.own(name),
        holder: `holder ${holder}`,
        now: at(now),
        until: at(now + length + 1),
      }),
  ),
  command('releaseLease', { name: small(1), holder: small(2) }, (store, names, { name, holder }) =>
    store.leases.releaseLease(names.own(name), `holder ${holder}`),
  ),
];

function targetOf(names: Names, id: number, owner: number, url: number): ForwardTarget {
  return {
    id: names.own(id),
    organisation: names.organisation(owner),
    kind: 'lrs',
    url: `https://target.example/${url}`,
    verbs: [],
    activities: [],
    allowPrivate: false,
    created: at(id),
  };
}

const forwarding: readonly fc.Arbitrary<Command>[] = [
  command('addTarget', { id: small(1), owner: organisation, url: small(1), start: small(2) }, (store, names, drawn) =>
    store.forwarding.addTarget(targetOf(names, drawn.id, drawn.owner, drawn.url), [
      { partition: 0, position: drawn.start },
    ]),
  ),
  command('removeTarget', { id: small(1), owner: organisation }, (store, names, { id, owner }) =>
    store.forwarding.removeTarget(names.organisation(owner), names.own(id)),
  ),
  command(
    'advanceForwarding',
    {
      id: small(1),
      owner: organisation,
      from: small(3),
      by: fc.integer({ min: 1, max: 2 }),
      dead: fc.uniqueArray(small(5), { maxLength: 2 }),
    },
    (store, names, { id, owner, from, by, dead }) =>
      store.forwarding.advanceForwarding({
        organisation: names.organisation(owner),
        target: names.own(id),
        partition: 0,
        from,
        to: from + by,
        // A dead letter belongs to the step that left it.
        dead: dead.map((number) => ({
          id: names.own(`${from} ${by} ${number}`),
          statement: uuid(number),
          position: from + by,
          error: 'refused',
          when: at(number),
        })),
      }),
  ),
  command('postponeForwarding', { id: small(1), owner: organisation, failures: small(3) }, (store, names, drawn) =>
    store.forwarding.postponeForwarding(names.organisation(drawn.owner), names.own(drawn.id), {
      failures: drawn.failures,
      nextTry: at(drawn.failures),
    }),
  ),
  command(
    'removeDeadLetter',
    { id: small(1), owner: organisation, from: small(3), by: fc.integer({ min: 1, max: 2 }), number: small(5) },
    (store, names, { id, owner, from, by, number }) =>
      store.forwarding.removeDeadLetter(names.organisation(owner), names.own(id), names.own(`${from} ${by} ${number}`)),
  ),
];

/** A command's answer, or the code by which it was refused. */
async function answerOf(run: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await run };
  } catch (caught) {
    if (caught instanceof LotseError) return { refused: caught.code };
    throw caught;
  }
}

/** Everything of one history that a store keeps. */
async function everythingIn(store: LrsStore, names: Names, collections: readonly DocumentCollection[]) {
  const owners = [0, 1, 2].map((number) => names.organisation(number));
  return Promise.all([
    ...[0, 1, 2].map((key) => store.access.findCredential(names.own(key))),
    ...[0, 1, 2].map((token) => store.access.findGrant(names.own(token))),
    ...owners.flatMap((owner) => [
      store.access.listCredentials(owner),
      store.access.listGrants(owner, { limit: 9 }),
      store.forwarding.listTargets(owner),
      ...collections.flatMap((each) => [
        store.documents.listDocumentIds(owner, each),
        store.documents.findNewestUpdate(owner, each),
        store.documents.findDocument(owner, each, 'a'),
        store.documents.findDocument(owner, each, 'b'),
      ]),
      ...[0, 1].flatMap((id) => [
        store.forwarding.findForwardProgress(owner, names.own(id)),
        store.forwarding.findForwardCursor(owner, names.own(id), 0),
        store.forwarding.listDeadLetters(owner, names.own(id), 20),
      ]),
    ]),
  ]);
}

const collections = fc.sample(collection, { numRuns: 40, seed: 1 });
const everyCollection = [...new Map(collections.map((each) => [JSON.stringify(each), each])).values()];

describe('random histories', () => {
  test.each([
    ['who may come in', access],
    ['documents', documents],
    ['leases', leases],
    ['forwarding', forwarding],
  ])(
    'of %s get the same answers from the model and from SQLite; a repeated command changes nothing more',
    async (_name, commands) => {
      const { engine, close } = await temporarySqlite();
      const sqlite = lrsStore(engine);
      const steps = fc.array(fc.record({ command: fc.oneof(...commands), repeated: fc.boolean() }), {
        minLength: 1,
        maxLength: 40,
        size: 'max',
      });
      let history = 0;
      try {
        await fc.assert(
          fc.asyncProperty(steps, async (drawn) => {
            const names = new Names((history += 1));
            const model = lrsModel();
            for (const store of [model, sqlite])
              for (const number of [0, 1])
                await store.access.createOrganisation({ id: names.organisation(number), name: '', created: at(0) });
            for (const { command: each, repeated } of drawn) {
              const answer = await answerOf(each.run(model, names));
              expect([each.name, await answerOf(each.run(sqlite, names))]).toEqual([each.name, answer]);
              if (!repeated) continue;
              const before = await everythingIn(sqlite, names, everyCollection);
              const again = await answerOf(each.run(sqlite, names));
              if (each.counts === undefined) expect([each.name, again]).toEqual([each.name, answer]);
              expect([each.name, await everythingIn(sqlite, names, everyCollection)]).toEqual([each.name, before]);
            }
            expect(await everythingIn(sqlite, names, everyCollection)).toEqual(
              await everythingIn(model, names, everyCollection),
            );
          }),
          { numRuns: runs },
        );
      } finally {
        await close();
      }
    },
    20_000 + runs * 2_000,
  );
});
