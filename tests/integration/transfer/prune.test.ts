import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { blobFolder } from '../../../adapters/files/index.js';
import { lrsStore } from '../../../adapters/sqlite/index.js';
import { systemClock } from '../../../base/index.js';
import { eraseStatements } from '../../../lrs/erasure/index.js';
import { pruneAttachments } from '../../../lrs/transfer/index.js';
import { type LrsServer, serveLrs, statement, voiding } from '../../support/lrs-server.js';
import {
  attachmentOf,
  dataPart,
  multipartBody,
  multipartType,
  sha2Of,
  statementsPart,
} from '../../support/multipart.js';
import { temporaryFolder, temporarySqlite } from '../../support/sqlite.js';

const day = 24 * 3600_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lrs: LrsServer;
beforeEach(async () => {
  folder = await temporaryFolder();
  lrs = await serveLrs(async () => {
    const { engine, close } = await temporarySqlite();
    return { store: lrsStore(engine, blobFolder(folder.path)), close };
  });
});
afterEach(async () => {
  await lrs.close();
  await folder.remove();
});

async function send(value: object, data: string): Promise<number> {
  return (
    await lrs.client
      .send('post', '/statements')
      .set('Content-Type', multipartType)
      .send(multipartBody(statementsPart([value]), dataPart(data)))
  ).status;
}

async function age(...names: readonly string[]): Promise<void> {
  const old = new Date(Date.now() - 10 * day);
  for (const data of names)
    await utimes(join(folder.path, 'kept', 'nordwerk', sha2Of(data).slice(0, 2), sha2Of(data)), old, old);
}

test('what no statement names goes once it is old; what any names stays, voided or not', async () => {
  const [named, voided, erased] = [
    statement({ attachments: [attachmentOf('named', { sha2: sha2Of('named').toUpperCase() })] }),
    statement({ attachments: [attachmentOf('voided')] }),
    statement({ attachments: [attachmentOf('erased')] }),
  ];
  expect([await send(named, 'named'), await send(voided, 'voided'), await send(erased, 'erased')]).toEqual([
    200, 200, 200,
  ]);
  await lrs.client.store(voiding(voided.id));
  // Refused in the end: the id is taken. Its data has been kept by then.
  const other = { ...named, verb: { id: 'http://example.org/other' } };
  for (const data of ['refused', 'young', 'again'])
    expect(await send({ ...other, attachments: [attachmentOf(data)] }, data)).toBe(409);
  await eraseStatements({ store: lrs.store, clock: systemClock }, lrs.organisation, [erased.id]);
  await age('named', 'voided', 'erased', 'refused', 'again');
  expect(await send({ ...other, attachments: [attachmentOf('again')] }, 'again')).toBe(409);
  expect(await pruneAttachments({ store: lrs.store, clock: systemClock, olderThan: 7 * day })).toEqual({
    looked: 4,
    removed: 2,
  });
  const left: string[] = [];
  for await (const { sha2 } of lrs.store.attachments.listBlobs()) left.push(sha2);
  expect(left.toSorted()).toEqual(['named', 'voided', 'young', 'again'].map((data) => sha2Of(data)).toSorted());
  expect(await readdir(join(folder.path, 'incoming'))).toEqual([]);
  expect(await pruneAttachments({ store: lrs.store, clock: systemClock, olderThan: 7 * day })).toEqual({
    looked: 2,
    removed: 0,
  });
  await expect(pruneAttachments({ store: lrs.store, clock: systemClock, olderThan: day - 1 })).rejects.toMatchObject({
    code: 'invalid-parameter',
  });
});
