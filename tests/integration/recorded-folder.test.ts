import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ifOpened } from '../support/if-opened.js';
import { readMultipart } from '../support/multipart.js';
import { commandLine, type Product, productPlace, type ProductPlace, startProduct } from '../support/product.js';
import {
  ForwardingTarget,
  LrsClient,
  type RecordedCredential,
  recordedFolder,
  sha256Of,
  unpackRecordedFolder,
} from '../support/recorded-folder.js';
import { temporaryFolder } from '../support/sqlite.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

const recorded = recordedFolder();
const organisations = recorded.organisations.map(({ id }) => id);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let place: ProductPlace;
let target: ForwardingTarget;
let product: Product;

beforeAll(async () => {
  folder = await temporaryFolder();
  target = await ForwardingTarget.open(recorded.forwarding.url);
  place = {
    ...(await productPlace(unpackRecordedFolder(folder.path))),
    // Keys are replaced after half a year, and the folder grows older than that.
    environment: { LOTSE_PUBLIC_URL: recorded.publicUrl, LOTSE_DEMO: 'off', LOTSE_KEY_ROTATION_DAYS: '0' },
  };
  product = await startProduct(place);
});

afterAll(async () => {
  await ifOpened(product, (each) => each.stop());
  await ifOpened(target, (each) => each.close());
  await ifOpened(folder, (each) => each.remove());
});

const lrs = (credential: RecordedCredential) => new LrsClient(product.publicUrl, credential);
/** The LRS for somebody who may do everything in an organisation. */
const lrsOf = (organisation: string) => lrs(recorded.credentials[organisation]!);
const listed = (organisation: string, noun: string) =>
  commandLine(place, noun, 'list', '--organisation', organisation) as readonly Record<string, unknown>[];

describe('a data folder that version 0.1.0 has written', () => {
  test('opens without a complaint', () => {
    expect(recorded.version).toBe('0.1.0');
    expect(product.log()).not.toMatch(/"level":(?:40|50|60)/);
  });

  test('has its organisations', () => {
    expect(commandLine(place, 'organisation', 'list')).toMatchObject(recorded.organisations);
  });

  test('gives every credential its rights', async () => {
    for (const [name, credential] of Object.entries(recorded.credentials)) {
      const { reads, writes } = credential;
      expect([name, await lrs(credential).statuses()]).toEqual([name, { reads, writes }]);
    }
    const revoked = organisations.flatMap((organisation) =>
      listed(organisation, 'credential').filter((each) => each['revoked'] !== undefined),
    );
    expect(revoked.map(({ key }) => key)).toEqual([recorded.credentials['revoked']!.key]);
  });

  test('shows a limited credential the statements of its agent alone', async () => {
    const own = await lrs(recorded.credentials['limited']!).statementIds();
    const all = await lrsOf('nordwerk').statementIds();
    expect(own.every((id) => all.includes(id))).toBe(true);
    expect(own.length).toBeLessThan(all.length);
  });

  test.each(organisations)('has every statement of %s, letter by letter and in order', async (organisation) => {
    const statements = recorded.statements[organisation]!;
    const shown = statements.filter(({ voided }) => voided !== true).map(({ id }) => id);
    expect(await lrsOf(organisation).statementIds()).toEqual(shown);
    for (const { id, sha256, voided } of statements) {
      const parameter = voided === true ? 'voidedStatementId' : 'statementId';
      expect([id, await lrsOf(organisation).statementHash(id, parameter)]).toEqual([id, sha256]);
    }
  });

  test('keeps what was voided voided, and what was erased erased', async () => {
    const voided = recorded.statements['nordwerk']!.filter((each) => each.voided === true);
    expect(voided).toHaveLength(1);
    expect(await lrsOf('nordwerk').statementHash(voided[0]!.id)).toBeUndefined();
    for (const id of recorded.erased['nordwerk']!)
      for (const parameter of ['statementId', 'voidedStatementId'] as const)
        expect(await lrsOf('nordwerk').statementHash(id, parameter)).toBeUndefined();
  });

  test.each(recorded.queries['nordwerk']!)('finds by $address', async ({ address, ids }) => {
    expect(await lrsOf('nordwerk').statementIds(address)).toEqual(ids);
  });

  test('has the data of attachments', async () => {
    for (const { statement, sha2, length } of recorded.attachments['nordwerk']!) {
      const answer = await lrsOf('nordwerk').ask(`/xapi/statements?statementId=${statement}&attachments=true`);
      const parts = readMultipart(answer.headers.get('content-type')!, Buffer.from(await answer.arrayBuffer()));
      const data = parts.find(({ headers }) => headers['x-experience-api-hash'] === sha2)!;
      expect([data.content.length, sha256Of(data.content)]).toEqual([length, sha2]);
    }
  });

  test('has the merged definitions of activities', async () => {
    for (const activity of recorded.activities['nordwerk']!) {
      const address = `/xapi/activities?activityId=${encodeURIComponent(activity.id)}`;
      expect(await (await lrsOf('nordwerk').ask(address)).json()).toEqual(activity);
    }
  });

  test('has the documents with their etags, so that clients go on from where they were', async () => {
    expect(recorded.documents).toHaveLength(4);
    for (const { organisation, address, ...document } of recorded.documents)
      expect([address, await lrsOf(organisation).document(address)]).toEqual([address, document]);
    const { address, etag, contentType } = recorded.documents[0]!;
    const write = (expected: string) =>
      lrsOf('nordwerk').ask(address, {
        method: 'PUT',
        headers: { 'Content-Type': contentType, 'If-Match': expected },
        body: '{"page": 8}',
      });
    expect((await write('"of-another-document"')).status).toBe(412);
    expect((await write(etag)).status).toBe(204);
    expect((await write(etag)).status).toBe(412);
  });

  test.each(organisations)('has the platforms, keys and grades of %s', async (organisation) => {
    expect(listed(organisation, 'platform')).toMatchObject(recorded.platforms[organisation]!);
    expect(listed(organisation, 'grade')).toMatchObject(recorded.grades[organisation]!);
    const published = await fetch(`${product.publicUrl}/lti/keys/${organisation}`);
    const { keys } = (await published.json()) as { keys: readonly { kid: string }[] };
    expect(keys.map(({ kid }) => kid)).toEqual(recorded.signingKeys[organisation]);
  });

  test('sends a target what it has yet to be sent, with the sealed secret, and nothing twice', async () => {
    const { organisation, id, key, secret, pending } = recorded.forwarding;
    await until(() => listed(organisation, 'forward').every(({ behind }) => behind === 0));
    expect(listed(organisation, 'forward')).toMatchObject([{ id, url: recorded.forwarding.url }]);
    expect(target.received).toEqual(pending);
    expect([...target.credentials]).toEqual([`${key}:${secret}`]);
  });

  test('knows its invitation', async () => {
    const { url, expires } = recorded.invitation;
    const reasonFor = async (invitation: string): Promise<unknown> => {
      const query = new URLSearchParams({ invitation, openid_configuration: 'http://127.0.0.1:1/' });
      const answer = await fetch(`${product.publicUrl}/lti/register?${query.toString()}`, {
        headers: { Accept: 'application/json' },
      });
      return ((await answer.json()) as { error: { path: unknown } }).error.path;
    };
    const isGood = Date.now() < Date.parse(expires);
    expect(await reasonFor(new URL(url).searchParams.get('invitation')!)).toMatch(
      isGood ? /^configuration-/ : /^invitation-expired$/,
    );
    expect(await reasonFor('x'.repeat(43))).toBe('invitation-unknown');
  });

  test('takes further statements, is backed up whole, and stops in order', async () => {
    const before = await lrsOf('nordwerk').statementIds();
    const statement = {
      actor: { mbox: 'mailto:ada@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: 'https://example.org/activities/safety' },
    };
    const answer = await lrsOf('nordwerk').ask('/xapi/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(statement),
    });
    expect(answer.status).toBe(200);
    expect(await lrsOf('nordwerk').statementIds()).toEqual([...before, ...((await answer.json()) as string[])]);
    expect(commandLine(place, 'backup', '--to', join(folder.path, 'backup.tar'))).toBeDefined();
    expect(await product.stop()).toBe(0);
  });
});
