/**
 * The least that launches need: for each one RSA signature checked, and the same rows read and written by the store's
 * own commands, in one thread, without HTTP, threads or pages. A group of launches shares two durable transactions, one
 * for its logins and one for the rest: a launch cannot write before its login is durable.
 *
 * node launch-floor.js <database> <organisation> <content> <launches>; tells launches and seconds as JSON.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { prepareWriter, Sqlite } from '../../../adapters/sqlite/engine/index.js';
import { accessModule, contentModule, ltiModules, peopleModule } from '../../../adapters/sqlite/index.js';
import { hashOfSecret, newSecret, newUuid } from '../../../base/index.js';
import { type AgentKey, organisationId } from '../../../lrs/store/index.js';

const together = 32;
const [, , path, organisationText, contentId, count] = process.argv;
const database = new Sqlite(path!);
prepareWriter(database, 'full');
const organisation = organisationId(organisationText!)!;
const [platform] = ltiModules.platforms.queries.list(database, { organisation });
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = Buffer.from('x'.repeat(1500));
const signature = sign('RSA-SHA256', message, privateKey);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const issuer = platform!.issuer;

function login(): string {
  const stateHash = hashOfSecret(newSecret());
  ltiModules.platforms.queries.findByClient(database, { issuer, clientId: platform!.clientId });
  ltiModules.logins.commands.begin(database, {
    now: new Date().toISOString(),
    login: {
      stateHash,
      nonce: newSecret(),
      bindingHash: hashOfSecret(newSecret()),
      organisation,
      platform: platform!.id,
      initiation: 'x'.repeat(250),
      expires: '2999-01-01T00:00:00.000Z',
    },
  });
  return stateHash;
}

function launch(stateHash: string, number: number): void {
  const [now, subject] = [new Date().toISOString(), `floor-${number}`];
  ltiModules.logins.queries.find(database, { stateHash, now });
  ltiModules.logins.commands.consume(database, { stateHash, consumer: newUuid(), now });
  ltiModules.platforms.queries.find(database, { organisation, id: platform!.id });
  if (!verify('RSA-SHA256', message, publicKey, signature)) throw new Error('The signature does not fit.');
  ltiModules.placements.queries.findLinkedContent(database, {
    organisation,
    link: { platform: platform!.id, deploymentId: '1', resourceLinkId: 'link-1' },
  });
  peopleModule.commands.ensurePersons(database, {
    organisation,
    now,
    claims: [{ issuer, subject, newPerson: newUuid() }],
  });
  const actor = `account:${JSON.stringify([issuer, subject])}` as AgentKey;
  const attempt = contentModule.commands.ensureAttempt(database, {
    organisation,
    place: { actor, contentId: contentId!, placement: 'floor' },
    fresh: { registration: newUuid(), now },
  });
  ltiModules.placements.commands.record(database, {
    organisation,
    placement: {
      registration: attempt!.registration,
      platform: platform!.id,
      deploymentId: '1',
      issuer,
      subject,
      contextId: '7',
      resourceLinkId: 'link-1',
      graded: true,
      launched: now,
    },
  });
  accessModule.commands.addGrant(database, {
    tokenHash: hashOfSecret(newSecret()),
    organisation,
    scopes: ['statements/write'],
    expires: '2999-01-01T00:00:00.000Z',
    actor,
    session: 'x'.repeat(900),
  });
}

const launches = Number(count);
const begun = performance.now();
for (let done = 0; done < launches; done += together) {
  begin.run();
  const states = Array.from({ length: together }, login);
  commit.run();
  begin.run();
  states.forEach((state, index) => launch(state, done + index));
  commit.run();
}
const seconds = (performance.now() - begun) / 1000;
database.close();
process.stdout.write(JSON.stringify({ launches, seconds }));
