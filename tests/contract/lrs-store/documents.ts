import { describe, expect, test } from '@jest/globals';
import { type DocumentCollection, organisationId, type StoredDocument } from '../../../lrs/store/index.js';
import { activityIri, agentKey, uuid } from '../../support/prepared-statement.js';
import { at, type LrsStoreFactory, nordwerk, suedwerk, withStore } from './factory.js';

/** A document whose etag follows from its content. */
function documentOf(id: string, content: string, updated = at(1)): StoredDocument {
  const bytes = new TextEncoder().encode(content);
  return {
    id,
    contentType: 'application/json',
    content: bytes,
    etag: Buffer.from(bytes).toString('hex').padEnd(40, '0').slice(0, 40),
    updated,
  };
}

/** What every adapter's documents must do. */
export function documentContract(open: LrsStoreFactory): void {
  const [activity, agent] = [activityIri('d1'), agentKey('anna')];
  const state = { kind: 'state', activity, agent } as const;
  const attempt = { ...state, registration: uuid(900) } as const;
  const collections: readonly DocumentCollection[] = [
    state,
    attempt,
    { kind: 'activity-profile', activity },
    { kind: 'agent-profile', agent },
  ];

  describe('documents', () => {
    test.each(collections)('come back as they were put: %j', (collection) =>
      withStore(open, async ({ documents }) => {
        expect(await documents.findDocument(nordwerk, collection, 'resume')).toBeUndefined();
        const binary: StoredDocument = {
          ...documentOf('resume', ''),
          contentType: 'application/octet-stream',
          content: new Uint8Array([0, 255, 1, 128]),
        };
        for (const document of [binary, documentOf('resume', '{"a":1}', at(2)), documentOf('resume', '', at(3))]) {
          expect(await documents.putDocument(nordwerk, collection, document, 'anything')).toEqual({ changed: true });
          expect(await documents.findDocument(nordwerk, collection, 'resume')).toEqual(document);
        }
        expect(await documents.removeDocument(nordwerk, collection, 'resume', 'anything')).toEqual({ changed: true });
        expect(await documents.findDocument(nordwerk, collection, 'resume')).toBeUndefined();
      }),
    );

    test.each(collections)('keep apart from the other collections and organisations: %j', (collection) =>
      withStore(open, async ({ documents }) => {
        const others = [
          ...collections.filter((other) => other !== collection),
          { ...attempt, registration: uuid(901) },
          { kind: 'agent-profile', agent: agentKey('bert') },
        ] as const;
        await documents.putDocument(nordwerk, collection, documentOf('resume', '1'), 'anything');
        for (const other of others) expect(await documents.findDocument(nordwerk, other, 'resume')).toBeUndefined();
        expect(await documents.findDocument(suedwerk, collection, 'resume')).toBeUndefined();
        expect(await documents.listDocumentIds(suedwerk, collection)).toEqual([]);
        await documents.removeDocument(suedwerk, collection, 'resume', 'anything');
        await documents.clearDocuments(suedwerk, collection);
        expect(await documents.listDocumentIds(nordwerk, collection)).toEqual(['resume']);
      }),
    );

    test('change only where the expectation holds', () =>
      withStore(open, async ({ documents }) => {
        const [one, two] = [documentOf('resume', 'one'), documentOf('resume', 'two')];
        const put = (document: StoredDocument, expected: Parameters<typeof documents.putDocument>[3]) =>
          documents.putDocument(nordwerk, state, document, expected);
        const remove = (expected: Parameters<typeof documents.putDocument>[3]) =>
          documents.removeDocument(nordwerk, state, 'resume', expected);
        expect(await put(one, { etag: one.etag })).toEqual({ changed: false, actual: 'absent' });
        expect(await remove({ etag: one.etag })).toEqual({ changed: false, actual: 'absent' });
        expect(await remove('anything')).toEqual({ changed: true });
        expect(await remove('absent')).toEqual({ changed: true });
        expect(await documents.findDocument(nordwerk, state, 'resume')).toBeUndefined();
        expect(await put(one, 'absent')).toEqual({ changed: true });
        expect(await remove({ etag: two.etag })).toEqual({ changed: false, actual: { etag: one.etag } });
        expect(await put(two, 'absent')).toEqual({ changed: false, actual: { etag: one.etag } });
        expect(await put(two, { etag: two.etag })).toEqual({ changed: false, actual: { etag: one.etag } });
        expect(await documents.findDocument(nordwerk, state, 'resume')).toEqual(one);
        expect(await put(two, { etag: one.etag })).toEqual({ changed: true });
        expect(await remove('absent')).toEqual({ changed: false, actual: { etag: two.etag } });
        expect(await documents.findDocument(nordwerk, state, 'resume')).toEqual(two);
        expect(await remove({ etag: two.etag })).toEqual({ changed: true });
        expect(await documents.findDocument(nordwerk, state, 'resume')).toBeUndefined();
      }));

    test('of two writers with the same expectation one wins', () =>
      withStore(open, async ({ documents }) => {
        const outcomes = await Promise.all(
          ['one', 'two', 'three'].map((content) =>
            documents.putDocument(nordwerk, attempt, documentOf('resume', content), 'absent'),
          ),
        );
        expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
      }));

    test('are listed by code point, each id once, since an instant', () =>
      withStore(open, async ({ documents }) => {
        // U+FF5E sorts before U+1F600 by code point, after its first surrogate by UTF-16 unit.
        for (const [index, id] of ['b', '😀', '～', 'a', 'B', 'aa', ''].entries())
          await documents.putDocument(nordwerk, state, documentOf(id, id, at(index)), 'anything');
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual(['', 'B', 'a', 'aa', 'b', '～', '😀']);
        expect(await documents.listDocumentIds(nordwerk, state, at(3))).toEqual(['', 'B', 'aa']);
        expect(await documents.listDocumentIds(nordwerk, state, at(6))).toEqual([]);
        expect([
          await documents.findNewestUpdate(nordwerk, state),
          await documents.findNewestUpdate(nordwerk, state, at(5)),
          await documents.findNewestUpdate(nordwerk, state, at(6)),
        ]).toEqual([at(6), at(6), undefined]);
        expect(await documents.findNewestUpdate(suedwerk, state)).toBeUndefined();
      }));

    test('of a state without a registration are listed and cleared over all registrations', () =>
      withStore(open, async ({ documents }) => {
        const other = { ...attempt, registration: uuid(901) };
        for (const collection of [state, attempt, other])
          await documents.putDocument(nordwerk, collection, documentOf('resume', '1'), 'anything');
        await documents.putDocument(nordwerk, other, documentOf('mine', '1'), 'anything');
        await documents.putDocument(
          nordwerk,
          { ...attempt, agent: agentKey('bert') },
          documentOf('theirs', '1'),
          'anything',
        );
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual(['mine', 'resume']);
        expect(await documents.listDocumentIds(nordwerk, attempt)).toEqual(['resume']);
        await documents.putDocument(nordwerk, other, documentOf('mine', '2', at(9)), 'anything');
        expect([
          await documents.findNewestUpdate(nordwerk, state),
          await documents.findNewestUpdate(nordwerk, other),
        ]).toEqual([at(9), at(9)]);
        expect((await documents.findNewestUpdate(nordwerk, attempt))! < at(9)).toBe(true);
        await documents.clearDocuments(nordwerk, attempt);
        expect(await documents.listDocumentIds(nordwerk, attempt)).toEqual([]);
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual(['mine', 'resume']);
        await documents.clearDocuments(nordwerk, state);
        for (const collection of [state, attempt, other])
          expect(await documents.listDocumentIds(nordwerk, collection)).toEqual([]);
        expect(await documents.listDocumentIds(nordwerk, { ...state, agent: agentKey('bert') })).toEqual(['theirs']);
      }));

    test('are cleared as expected, or not at all', () =>
      withStore(open, async ({ documents }) => {
        for (const id of ['b', 'a']) await documents.putDocument(nordwerk, attempt, documentOf(id, '1'), 'anything');
        for (const expected of [[], ['a'], ['b', 'a'], ['a', 'b', 'c']])
          expect(await documents.clearDocuments(nordwerk, state, expected)).toBe(false);
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual(['a', 'b']);
        expect(await documents.clearDocuments(nordwerk, state, ['a', 'b'])).toBe(true);
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual([]);
        expect([
          await documents.clearDocuments(nordwerk, state, ['a']),
          await documents.clearDocuments(nordwerk, state, []),
          await documents.clearDocuments(nordwerk, state),
        ]).toEqual([false, true, true]);
      }));

    test('of an agent are forgotten: the state of all activities and the profile, and nothing else', () =>
      withStore(open, async ({ documents }) => {
        const elsewhere = { ...state, activity: activityIri('d2') } as const;
        for (const collection of [...collections, elsewhere, { ...state, agent: agentKey('bert') }])
          await documents.putDocument(nordwerk, collection, documentOf('resume', '1'), 'anything');
        await documents.putDocument(suedwerk, state, documentOf('resume', '1'), 'anything');
        expect(await documents.eraseDocuments(nordwerk, agentKey('nobody'))).toBe(0);
        expect(await documents.eraseDocuments(nordwerk, agent)).toBe(4);
        for (const collection of [state, attempt, elsewhere, { kind: 'agent-profile', agent } as const])
          expect(await documents.listDocumentIds(nordwerk, collection)).toEqual([]);
        for (const collection of [
          { kind: 'activity-profile', activity } as const,
          { ...state, agent: agentKey('bert') },
        ])
          expect(await documents.listDocumentIds(nordwerk, collection)).toEqual(['resume']);
        expect(await documents.listDocumentIds(suedwerk, state)).toEqual(['resume']);
        expect(await documents.eraseDocuments(nordwerk, agent)).toBe(0);
        await documents.putDocument(nordwerk, state, documentOf('anew', '1'), 'absent');
        expect(await documents.listDocumentIds(nordwerk, state)).toEqual(['anew']);
      }));

    test('of an organisation that does not exist are refused', () =>
      withStore(open, async ({ documents }) => {
        const nobody = organisationId('nobody')!;
        const refused = { code: 'not-found' };
        await expect(documents.putDocument(nobody, state, documentOf('resume', '1'), 'anything')).rejects.toMatchObject(
          refused,
        );
        await expect(documents.removeDocument(nobody, state, 'resume', 'anything')).rejects.toMatchObject(refused);
        await expect(documents.clearDocuments(nobody, state)).rejects.toMatchObject(refused);
        await expect(documents.eraseDocuments(nobody, agent)).rejects.toMatchObject(refused);
        expect(await documents.findDocument(nobody, state, 'resume')).toBeUndefined();
        expect(await documents.listDocumentIds(nobody, state)).toEqual([]);
      }));
  });
}
