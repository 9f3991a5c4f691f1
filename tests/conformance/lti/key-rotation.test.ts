import { createCipheriv, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { Sqlite } from '../../../adapters/sqlite/engine/index.js';
import { ltiStore, openSqlite } from '../../../adapters/sqlite/index.js';
import { createSigningKeys, publishedBefore, type SigningKeys } from '../../../lti-tool/platform/index.js';
import { LtiTool, nord } from '../../support/lti-tool.js';
import { claim, membershipRole, PlatformPeer } from '../../support/platform-peer.js';
import { temporaryFolder } from '../../support/sqlite.js';

const day = 24 * 60 * 60 * 1000;

/** 1EdTech Security Framework §6.3: keys are replaced with overlap, so that no message fails on the way. */
describe("an organisation's signing key", () => {
  let peer: PlatformPeer;
  let tool: LtiTool;
  let keys: SigningKeys;
  beforeAll(async () => {
    peer = await PlatformPeer.start();
    tool = await LtiTool.open(peer);
    keys = tool.platforms.signingKeys;
  });
  afterAll(async () => {
    await tool.close();
    await peer.close();
  });

  const publishedNow = async (): Promise<JSONWebKeySet> =>
    (await tool.get('/lti/keys').expect(200)).body as JSONWebKeySet;
  const kids = async (): Promise<string[]> => (await publishedNow()).keys.map(({ kid }) => kid!);

  /** A message as it leaves for the LMS: what the picker sends back. */
  async function signed(): Promise<string> {
    const { jwt } = await tool.platforms.deepLinkingForm(
      tool.platform,
      { returnUrl: `${peer.url}/return`, deploymentId: '1', acceptTypes: ['ltiResourceLink'], acceptMultiple: true },
      [],
    );
    return jwt;
  }

  const kidOf = (jwt: string): string => decodeProtectedHeader(jwt).kid!;
  const verifies = (jwt: string, set: JSONWebKeySet): Promise<boolean> =>
    jwtVerify(jwt, createLocalJWKSet(set), { algorithms: ['RS256'], issuer: peer.clientId, audience: peer.url }).then(
      () => true,
      () => false,
    );

  test('is one for all of its platforms', async () => {
    const second = await PlatformPeer.start();
    const platform = await tool.platforms.register(nord, second.registration);
    expect((await keys.signer(platform)).kid).toBe((await keys.signer(tool.platform)).kid);
    expect(await kids()).toHaveLength(1);
    await second.close();
  });

  test('is replaced step by step: published, signing, the old one published on, the old one gone', async () => {
    const [old] = await kids();
    const oldSet = await publishedNow();
    const rotation = await keys.rotate(nord, { overlapDays: 3 });
    expect(Date.parse(rotation.signsFrom) - tool.clock.now()).toBeGreaterThan(publishedBefore - 60_000);

    expect(await kids()).toEqual([old, rotation.kid]);
    const early = await signed();
    expect(kidOf(early)).toBe(old);
    expect(await verifies(early, oldSet)).toBe(true);

    tool.clock.advance(publishedBefore - 120_000);
    expect(kidOf(await signed())).toBe(old);

    const bothSet = await publishedNow();
    tool.clock.advance(120_001);
    const late = await signed();
    expect(kidOf(late)).toBe(rotation.kid);
    expect(await verifies(late, bothSet)).toBe(true);
    expect(await verifies(late, oldSet)).toBe(false);
    // What the old key signed a moment ago still holds.
    expect(await verifies(early, await publishedNow())).toBe(true);

    tool.clock.advance(3 * day - 60_000);
    expect(await kids()).toEqual([old, rotation.kid]);
    tool.clock.advance(60_001);
    expect(await kids()).toEqual([rotation.kid]);
    await keys.replaceDueKeys(0);
    expect((await keys.list(nord)).map(({ kid }) => kid)).toEqual([rotation.kid]);
  });

  test('signs access token requests too, and the LMS finds the key', async () => {
    const login = await tool.begin();
    await tool
      .answer(login, await peer.sign(peer.claims(login.nonce, { [claim('roles')]: [membershipRole('Instructor')] })))
      .expect(303);
    const before = peer.tokenRequests.length;
    await tool.platforms.members(tool.platform, peer.membershipsUrl);
    expect(peer.tokenRequests.length).toBe(before + 1);
  });

  test('is not replaced twice at once, and not while the last replacement waits', async () => {
    const rotation = await keys.rotate(nord);
    await expect(keys.rotate(nord)).rejects.toMatchObject({ code: 'conflict' });
    tool.clock.advance(publishedBefore + 1);
    const answers = await Promise.allSettled([keys.rotate(nord), keys.rotate(nord)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await kids()).toContain(rotation.kid);
  });

  test('that has become known is replaced at once', async () => {
    const rotation = await keys.rotate(nord, { immediate: true });
    expect(await kids()).toEqual([rotation.kid]);
    const jwt = await signed();
    expect(kidOf(jwt)).toBe(rotation.kid);
    expect(await verifies(jwt, await publishedNow())).toBe(true);
  });

  test('is replaced by itself when it has signed for long enough', async () => {
    const [current] = await kids();
    expect(await keys.replaceDueKeys(180)).toEqual([]);
    tool.clock.advance(179 * day);
    expect(await keys.replaceDueKeys(180)).toEqual([]);
    tool.clock.advance(2 * day);
    expect(await keys.replaceDueKeys(0)).toEqual([]);
    expect(await keys.replaceDueKeys(180)).toEqual([nord]);
    expect(await keys.replaceDueKeys(180)).toEqual([]);
    expect(await kids()).toHaveLength(2);
    expect(kidOf(await signed())).toBe(current);
    tool.clock.advance(publishedBefore + 1);
    expect(kidOf(await signed())).not.toBe(current);
    tool.clock.advance(8 * day);
    expect(await keys.replaceDueKeys(180)).toEqual([]);
    expect(await kids()).toHaveLength(1);
  });
});

describe('an installation whose platforms had keys of their own', () => {
  const installationKey = "the installation's key";
  const kid = '6f1c1d0a-0000-4000-8000-000000000001';

  /** As the version before kept it. */
  function sealedAsBefore(value: object): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(
      'aes-256-gcm',
      Buffer.from(hkdfSync('sha256', installationKey, '', 'lotse ltijs records', 32)),
      nonce,
    );
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return [nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url')).join('.');
  }

  test('goes on signing with them until they are replaced', async () => {
    const folder = await temporaryFolder();
    const path = `${folder.path}/lotse.db`;
    await (await openSqlite({ path, synchronous: 'normal' })).close();

    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const database = new Sqlite(path);
    database.exec(`
      DELETE FROM migration WHERE name = 'tool-signing-keys-1';
      DROP TABLE tool_signing_key;
      ALTER TABLE tool_platform ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
      CREATE TABLE tool_ltijs_record (id INTEGER PRIMARY KEY, collection TEXT NOT NULL, fields TEXT NOT NULL, data TEXT NOT NULL, created TEXT NOT NULL) STRICT;
      CREATE INDEX tool_ltijs_record_collection ON tool_ltijs_record (collection);`);
    const created = '2026-01-05T08:00:00.000Z';
    const [issuer, clientId] = ['https://lms.example', 'c1'];
    const insert = database.prepare(
      'INSERT INTO tool_ltijs_record (collection, fields, data, created) VALUES (?, ?, ?, ?)',
    );
    for (const [collection, key] of [
      ['privatekey', privateKey],
      ['publickey', publicKey],
    ] as const) {
      insert.run(
        collection,
        JSON.stringify({ kid, platformUrl: issuer, clientId }),
        sealedAsBefore({ key, kid }),
        created,
      );
    }
    insert.run(
      'accesstoken',
      JSON.stringify({ platformUrl: issuer, clientId, scopes: 's' }),
      sealedAsBefore({ token: 't' }),
      created,
    );
    database
      .prepare(
        `INSERT INTO tool_platform (organisation, id, issuer, client_id, deployment_ids, authentication_endpoint, token_endpoint, jwks_uri, name, kind, active, key_id, created)
      VALUES (?, ?, ?, ?, '["1"]', 'https://lms.example/a', 'https://lms.example/t', 'https://lms.example/k', 'LMS', 'moodle', 1, ?, ?)`,
      )
      .run(nord, 'p1', issuer, clientId, kid, created);
    database.close();

    const engine = await openSqlite({ path, synchronous: 'normal' });
    const store = ltiStore(engine);
    let ahead = 0;
    const keys = createSigningKeys(store, { now: () => Date.now() + ahead }, installationKey);
    const platform = (await store.platforms.findPlatform(nord, 'p1'))!;
    expect(platform).toMatchObject({ issuer, clientId, deploymentIds: ['1'] });
    expect((await keys.signer(platform)).kid).toBe(kid);
    expect((await keys.published()).map((key) => key.kid)).toEqual([kid]);

    // A key for the whole organisation, for another platform, leaves this one alone.
    await keys.ensure(nord);
    expect((await keys.signer(platform)).kid).toBe(kid);
    const other = await keys.signer({ ...platform, id: 'p2' });
    expect(other.kid).not.toBe(kid);
    expect(await keys.published()).toHaveLength(2);

    const rotation = await keys.rotate(nord, { overlapDays: 1 });
    ahead += publishedBefore + 1;
    expect((await keys.signer(platform)).kid).toBe(rotation.kid);
    expect((await keys.signer({ ...platform, id: 'p2' })).kid).toBe(rotation.kid);
    expect(await keys.published()).toHaveLength(3);
    ahead += day;
    expect((await keys.published()).map((key) => key.kid)).toEqual([rotation.kid]);
    await engine.close();
    await folder.remove();
  });
});
