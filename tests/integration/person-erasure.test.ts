import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  competencyStore,
  contentStore,
  lrsStore,
  ltiStore,
  openSqlite,
  peopleStore,
} from '../../adapters/sqlite/index.js';
import { createLogger, newUuid, systemClock } from '../../base/index.js';
import type { EvidenceChange } from '../../competency/store/index.js';
import { createLrs } from '../../lrs/index.js';
import { type Agent, agentKey } from '../../lrs/statement/index.js';
import { organisationId, type OrganisationId } from '../../lrs/store/index.js';
import { sealedPlacements } from '../../lti-tool/store/index.js';
import { publicUrl, statement, vocabulary } from '../support/lrs-server.js';
import { modelLtiStore } from '../support/model/lti/lti-store.js';
import { projectRoot } from '../support/project-root.js';
import { temporaryFolder } from '../support/sqlite.js';

const [nord, south] = [organisationId('nordwerk')!, organisationId('suedwerk')!];
const issuer = 'https://lms.example';
/** As they could be found in a file: the person's id in the LMS, e-mail address and name. */
const traces = { subject: 'subject-of-aylin', mail: 'aylin@lms.example', name: 'Aylin Beispiel' };
const [aylin, bert]: Agent[] = [traces.subject, 'subject-of-bert'].map((name) => ({
  objectType: 'Agent',
  account: { homePage: issuer, name },
}));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

function lotse(...parameters: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, [join(projectRoot, 'scripts', 'lotse.mjs'), ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, LOTSE_DATA: join(folder.path, 'data') },
  });
}

/** What an installation has of a person wherever it can have something. */
async function fill(
  organisation: OrganisationId,
  engine: Awaited<ReturnType<typeof openSqlite>>,
): Promise<readonly string[]> {
  const [store, tool, content] = [lrsStore(engine), ltiStore(engine), contentStore(engine)];
  const lrs = createLrs({
    store,
    clock: systemClock,
    logger: createLogger('silent'),
    vocabulary,
    publicUrl,
    bodyLimit: 1_000_000,
  });
  const now = new Date().toISOString();
  await lrs.access.createOrganisation({ id: organisation, name: organisation });
  const { key, secret } = await lrs.access.createCredential({ organisation, scopes: ['all'], label: 'test' });
  const principal = await lrs.access.authenticate(`Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`);
  const own = [
    statement({ actor: { ...aylin, name: traces.name } }),
    statement({ actor: aylin }),
    statement({ actor: bert, object: aylin! }),
  ];
  const voided = statement({ actor: aylin });
  const about = [statement({ actor: bert, context: { instructor: aylin } }), statement({ actor: bert })];
  const voiding = statement({
    actor: bert,
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: voided.id },
  });
  // Somebody's word on a statement of hers is found with it, and is not hers.
  const comment = statement({ actor: bert, object: { objectType: 'StatementRef', id: own[0]!.id } });
  await lrs.statements.accept(principal, [...own, voided, ...about, voiding, comment], { version: '2.0.0' });
  const person = newUuid();
  await peopleStore(engine).ensurePersons(
    organisation,
    [
      { issuer, subject: traces.subject, newPerson: person, name: traces.name },
      { issuer, subject: 'subject-of-bert', newPerson: newUuid(), name: 'Bert Beispiel' },
    ],
    now,
  );
  const placement = {
    platform: 'p',
    deploymentId: '1',
    issuer,
    subject: traces.subject,
    graded: true,
    launched: now,
  } as const;
  await tool.placements.recordPlacement(organisation, {
    ...placement,
    registration: newUuid(),
    gradeUser: traces.mail,
  });
  await store.documents.putDocument(
    organisation,
    { kind: 'agent-profile', agent: agentKey(aylin!) },
    { id: 'd', contentType: 'text/plain', content: Buffer.from(traces.mail), etag: 'e'.repeat(40), updated: now },
    'anything',
  );
  for (const actor of [aylin!, bert!]) {
    await store.access.addGrant({
      tokenHash: newUuid(),
      organisation,
      scopes: ['all'],
      expires: '2999-01-01T00:00:00.000Z',
      actor: JSON.stringify(actor),
      session: JSON.stringify({ subject: actor.account!.name }),
    });
  }
  await store.access.addCredential({
    key: newUuid(),
    organisation,
    secretHash: 'ab'.repeat(32),
    scopes: ['state'],
    label: traces.name,
    created: now,
    actor: JSON.stringify(aylin),
  });
  await content.states.writeState(
    organisation,
    { contentId: 'c', registration: newUuid(), person },
    { dataType: 'state', subContentId: '0', data: `"${traces.name}"`, preload: true },
    now,
  );
  return [...about, voiding, comment].map(({ id }) => id);
}

test('one command erases a person from all of an organisation, and from its file; others and other organisations keep theirs', async () => {
  const data = join(folder.path, 'data');
  await mkdir(data);
  const path = join(data, 'lotse.sqlite');
  let engine = await openSqlite({ path, synchronous: 'full' });
  const stay = await fill(nord, engine);
  await engine.close();
  for (const trace of Object.values(traces)) expect((await readFile(path)).includes(trace)).toBe(true);

  const settings = ['--organisation', 'nordwerk', '--issuer', issuer, '--subject', traces.subject, '--json'];
  expect([
    lotse('person', 'erase', '--organisation', 'nordwerk', '--json').status,
    lotse('person', 'erase', ...settings, '--person', newUuid()).status,
  ]).toEqual([2, 2]);
  const first = lotse('person', 'erase', ...settings);
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(JSON.parse(first.stdout)).toEqual({
    statements: 4,
    namedElsewhere: 1,
    voidings: 0,
    documents: 1,
    grants: 1,
    credentials: 1,
    attempts: 0,
    states: 1,
    identities: 1,
    names: 1,
    placements: 1,
    grades: 0,
    logins: 0,
  });
  engine = await openSqlite({ path, synchronous: 'full' });
  const ids = async (): Promise<readonly string[]> =>
    (
      await lrsStore(engine).statements.findPage({ organisation: nord, filter: {}, ascending: true, limit: 50 })
    ).statements.map(({ id }) => id);
  expect(await ids()).toEqual(stay);
  await engine.close();
  const left = await readFile(path);
  expect([left.includes(traces.mail), left.includes(traces.name), left.includes('Bert Beispiel')]).toEqual([
    false,
    false,
    true,
  ]);

  // What others say of her goes too where that is asked for; then nothing in the file names her.
  expect(JSON.parse(lotse('person', 'erase', ...settings, '--everywhere').stdout)).toMatchObject({
    statements: 1,
    namedElsewhere: 0,
  });
  expect((await readFile(path)).includes(traces.subject)).toBe(false);
  const again = lotse('person', 'erase', ...settings);
  expect([again.status, again.stdout]).toEqual([1, '']);

  engine = await openSqlite({ path, synchronous: 'full' });
  await fill(south, engine);
  await engine.close();
  expect(lotse('person', 'erase', ...settings).status).toBe(1);
  expect((await readFile(path)).includes(traces.mail)).toBe(true);
}, 120_000);

test('what a person leaves in passing does not stay in the file either: logins that were answered, evidence of statements that are erased', async () => {
  const path = join(folder.path, 'lotse.sqlite');
  const engine = await openSqlite({ path, synchronous: 'full' });
  const [tool, evidence] = [ltiStore(engine), competencyStore(engine)];
  const [now, expires] = ['2026-03-01T08:00:00.000Z', '2026-03-01T08:10:00.000Z'];
  const states = Array.from({ length: 20 }, (_, index) => `state-${index}`);
  for (const stateHash of states) {
    const initiation = new URLSearchParams({ iss: issuer, login_hint: traces.subject }).toString();
    await tool.logins.beginLogin(
      { stateHash, nonce: 'n', bindingHash: 'b', organisation: nord, platform: 'p', initiation, expires },
      now,
    );
  }
  for (const stateHash of states) await tool.logins.consumeLogin(stateHash, newUuid(), now);
  const statements = Array.from({ length: 20 }, () => newUuid());
  const add = (statementId: string, position: number, actor: Agent): EvidenceChange => ({
    kind: 'add',
    evidence: {
      organisation: nord,
      actor: agentKey(actor),
      framework: 'lotse',
      code: 'D1',
      activity: 'https://lotse.example/activities/d1',
      statement: statementId,
      position,
      timestamp: now,
      stored: now,
      verb: 'http://adlnet.gov/expapi/verbs/completed',
      level: 2,
    },
  });
  const step = { partition: 0, target: 'live', projectionVersion: 'first' } as const;
  await evidence.commitEvidence({
    ...step,
    from: 0,
    to: 30,
    changes: [...statements.map((id, index) => add(id, index + 1, aylin!)), add(newUuid(), 30, bert!)],
  });
  await evidence.commitEvidence({
    ...step,
    from: 30,
    to: 31,
    changes: statements.map((statementId) => ({ kind: 'erase', organisation: nord, statement: statementId })),
  });
  await engine.close();
  const left = await readFile(path);
  expect([left.includes('subject-of-bert'), left.includes(traces.subject)]).toEqual([true, false]);
});

test('whom a grade book knows is sealed at rest, and what was kept in clear is still read', async () => {
  const bare = modelLtiStore().placements;
  const sealed = sealedPlacements(bare, 'a-key-of-this-installation-0123456789');
  const placement = {
    registration: newUuid(),
    platform: 'p',
    deploymentId: '1',
    issuer,
    subject: traces.subject,
    graded: true,
    launched: new Date().toISOString(),
  };
  const known = { ...placement, gradeUser: traces.mail };
  await bare.recordPlacement(nord, known);
  expect(await sealed.findPlacement(nord, placement.registration)).toEqual(known);
  await sealed.recordPlacement(nord, known);
  expect((await bare.findPlacement(nord, placement.registration))!.gradeUser).toMatch(/^sealed:[\w-]{40,}$/);
  expect(await sealed.findPlacement(nord, placement.registration)).toEqual(known);
  await sealed.recordPlacement(nord, placement);
  expect(await bare.findPlacement(nord, placement.registration)).toEqual(placement);
  // What says of itself that it is sealed is sealed like any other.
  const odd = { ...placement, gradeUser: 'sealed:aylin' };
  await sealed.recordPlacement(nord, odd);
  expect(await sealed.findPlacement(nord, placement.registration)).toEqual(odd);
});
