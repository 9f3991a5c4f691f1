import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogger, seal, systemClock, unseal } from '../../../base/index.js';
import {
  createForwarding,
  type Forwarding,
  type ForwardingParts,
  type TargetRequest,
} from '../../../lrs/transfer/forward/index.js';
import { everyStore } from '../../support/every-store.js';
import { type LrsServer, person, serveLrs, statement, voiding } from '../../support/lrs-server.js';
import { until } from '../../support/until.js';

const encryptionKey = 'a-key-of-this-installation-0123456789';
const sqlite = everyStore.find(([name]) => name === 'SQLite')![1];

let lrs: LrsServer;
let forwarding: Forwarding;
const closers: (() => Promise<void>)[] = [];

function newForwarding(changes: Partial<ForwardingParts> = {}): Forwarding {
  return createForwarding({
    store: lrs.store,
    encryptionKey,
    clock: systemClock,
    logger: createLogger('silent'),
    timing: { pollMs: 50, firstRetryMs: 5, maxRetryMs: 40 },
    ...changes,
  });
}

beforeEach(async () => {
  lrs = await serveLrs(sqlite);
  forwarding = newForwarding();
});
afterEach(async () => {
  await forwarding.stop();
  for (const close of closers.splice(0)) await close();
  await lrs.close();
});

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A second Lotse, and a target that leads to it. */
async function peer(
  changes: Partial<TargetRequest> = {},
): Promise<{ readonly other: LrsServer; readonly request: TargetRequest }> {
  const other = await serveLrs(sqlite);
  closers.push(() => other.close());
  const { key, secret } = await other.lrs.access.createCredential({
    organisation: 'nordwerk',
    scopes: ['statements/write', 'statements/read/mine'],
    label: 'forward',
  });
  return {
    other,
    request: {
      organisation: lrs.organisation,
      kind: 'lrs',
      url: `${urlOf(other.server)}/xapi`,
      verbs: [],
      activities: [],
      secret: `${key}:${secret}`,
      allowPrivate: true,
      fromBeginning: false,
      ...changes,
    },
  };
}

interface Hook {
  readonly url: string;
  readonly heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  /** The status of the next answers. */
  status: (body: string) => number;
}

async function webhook(): Promise<Hook> {
  const hook: Hook = { url: '', heard: [], status: () => 204 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      hook.heard.push({ headers: request.headers, body });
      response.writeHead(hook.status(body)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return Object.assign(hook, { url: `${urlOf(server)}/hook?token=1` });
}

function hookRequest({ url }: Hook, changes: Partial<TargetRequest> = {}): TargetRequest {
  return {
    organisation: lrs.organisation,
    kind: 'webhook',
    url,
    verbs: [],
    activities: [],
    allowPrivate: true,
    fromBeginning: false,
    ...changes,
  };
}

const told = ({ heard }: Hook): readonly string[] =>
  heard.flatMap(({ body }) => (JSON.parse(body) as { statements: { id: string }[] }).statements.map(({ id }) => id));
const caughtUp = async (): Promise<boolean> =>
  (await forwarding.list(lrs.organisation)).every(({ behind }) => behind === 0);

describe('to another LRS', () => {
  test('everything arrives in order, in both versions, voids too; a target added later hears what comes', async () => {
    const before = statement();
    await lrs.client.store(before);
    const { other, request } = await peer({ fromBeginning: true });
    const later = await peer();
    await forwarding.add(request);
    await forwarding.start();
    await forwarding.add(later.request);
    const values = Array.from({ length: 230 }, () => statement());
    for (let index = 0; index < 230; index += 46) await lrs.client.store(...values.slice(index, index + 46));
    const old = statement();
    await lrs.older.store(old);
    await lrs.client.store(voiding(values[0]!.id));
    await until(caughtUp);
    expect(await other.client.ids({ ascending: true, limit: 500 })).toEqual(
      await lrs.client.ids({ ascending: true, limit: 500 }),
    );
    expect(await later.other.client.ids({ ascending: true, limit: 500 })).toEqual(
      (await lrs.client.ids({ ascending: true, limit: 500 })).filter((id) => id !== before.id),
    );
    expect((await other.client.get('/statements', { voidedStatementId: values[0]!.id })).status).toBe(200);
  });

  test('what was told once is not told again after a restart, and what came meanwhile is', async () => {
    const { other, request } = await peer();
    await forwarding.add(request);
    await forwarding.start();
    await lrs.client.store(statement());
    await until(caughtUp);
    await forwarding.stop();
    await lrs.client.store(statement(), statement());
    expect(await other.client.ids()).toHaveLength(1);
    forwarding = newForwarding();
    await forwarding.start();
    await until(caughtUp);
    expect(await other.client.ids()).toEqual(await lrs.client.ids());
  });

  test('a wrong secret waits, and is said; nothing becomes a dead letter', async () => {
    const { other, request } = await peer({ secret: 'key:wrong' });
    const { id } = await forwarding.add(request);
    await forwarding.start();
    await lrs.client.store(statement());
    await until(async () => ((await forwarding.list(lrs.organisation))[0]!.failures ?? 0) >= 2);
    expect((await forwarding.list(lrs.organisation))[0]).toMatchObject({
      behind: 1,
      lastError: expect.stringMatching(/^answered (401|429)$/),
    });
    expect(await forwarding.dead(lrs.organisation, id)).toEqual([]);
    expect(await other.client.ids()).toEqual([]);
  });

  test("another organisation's statements go nowhere", async () => {
    const { other, request } = await peer({ fromBeginning: true });
    const foreign = await lrs.clientFor('suedwerk', ['all']);
    await foreign.store(statement());
    const own = statement();
    await lrs.client.store(own);
    await forwarding.add(request);
    await forwarding.start();
    await until(caughtUp);
    expect(await other.client.ids()).toEqual([own.id]);
  });
});

describe('to a webhook', () => {
  test('signed, filtered by verb and by where activities begin, and what voids what it heard', async () => {
    const hook = await webhook();
    const completed = 'http://adlnet.gov/expapi/verbs/completed';
    await forwarding.add(
      hookRequest(hook, {
        secret: 'a shared secret',
        verbs: [completed],
        activities: ['http://lotse.test/activities/'],
      }),
    );
    await forwarding.start();
    const wanted = [statement(), statement({ actor: person('ben') })];
    const unwanted = [
      statement({ verb: { id: 'http://example.org/seen' } }),
      statement({ object: { id: 'http://elsewhere.example/x' } }),
      statement({ object: { objectType: 'Agent', mbox: 'mailto:a@example.org' } }),
    ];
    await lrs.client.store(wanted[0]!, ...unwanted, wanted[1]!);
    const [first, second] = [voiding(wanted[0]!.id), voiding(unwanted[0]!.id)];
    await lrs.client.store(first);
    await lrs.client.store(second);
    await until(caughtUp);
    expect(told(hook)).toEqual([wanted[0]!.id, wanted[1]!.id, first.id]);
    for (const { headers, body } of hook.heard) {
      expect(headers['x-lotse-signature']).toBe(
        `sha256=${createHmac('sha256', 'a shared secret').update(body).digest('hex')}`,
      );
      expect(JSON.parse(body)).toMatchObject({ organisation: 'nordwerk' });
    }
  });

  test('that is down hears everything once it is up, at least once and in order', async () => {
    const hook = await webhook();
    let tries = 0;
    hook.status = () => (++tries <= 4 ? [503, 429, 500, 302][tries - 1]! : 204);
    await forwarding.add(hookRequest(hook));
    await forwarding.start();
    const ids = await lrs.client.store(statement(), statement());
    const more = await lrs.client.store(statement());
    await until(caughtUp);
    const all = told(hook);
    expect([...new Set(all)]).toEqual([...ids, ...more]);
    expect(tries).toBeGreaterThanOrEqual(5);
    expect((await forwarding.list(lrs.organisation))[0]).toMatchObject({ failures: 0, behind: 0 });
  });

  test('a statement that it refuses becomes a dead letter without keeping others, and can be replayed', async () => {
    const hook = await webhook();
    const values = Array.from({ length: 40 }, () => statement());
    const bad = new Set([values[3]!.id, values[29]!.id]);
    hook.status = (body) => ([...bad].some((id) => body.includes(id)) ? 400 : 200);
    const { id } = await forwarding.add(hookRequest(hook));
    await forwarding.start();
    await lrs.client.store(...values);
    await until(caughtUp);
    const dead = await forwarding.dead(lrs.organisation, id);
    expect(dead.map(({ statement: each, error }) => [each, error])).toEqual(
      [...bad].map((each) => [each, 'answered 400']),
    );
    expect(await forwarding.replay(lrs.organisation, id)).toEqual({ delivered: 0, refused: 2 });
    bad.delete(values[3]!.id);
    expect(await forwarding.replay(lrs.organisation, id)).toEqual({ delivered: 1, refused: 1 });
    hook.status = () => 503;
    await expect(forwarding.replay(lrs.organisation, id)).rejects.toMatchObject({ code: 'platform-unreachable' });
    expect(await forwarding.dead(lrs.organisation, id)).toHaveLength(1);
    hook.status = () => 200;
    expect(await forwarding.replay(lrs.organisation, id)).toEqual({ delivered: 1, refused: 0 });
    expect(await forwarding.dead(lrs.organisation, id)).toEqual([]);
    await expect(forwarding.replay(lrs.organisation, 'other')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('that was added or removed by another process is heard of', async () => {
    const hook = await webhook();
    await forwarding.start();
    const elsewhere = newForwarding();
    const { id } = await elsewhere.add(hookRequest(hook));
    const ids = await lrs.client.store(statement());
    await until(() => told(hook).length === 1);
    expect(await elsewhere.remove(lrs.organisation, id)).toBe(true);
    expect(told(hook)).toEqual(ids);
    expect(await forwarding.list(lrs.organisation)).toEqual([]);
  });
});

describe('two processes', () => {
  test('tell a target one at a time, and the other goes on where the first one ends', async () => {
    const hook = await webhook();
    const second = newForwarding();
    closers.push(() => second.stop());
    await forwarding.add(hookRequest(hook));
    await Promise.all([forwarding.start(), second.start()]);
    const sent: string[] = [];
    for (let index = 0; index < 30; index += 1) sent.push(...(await lrs.client.store(statement(), statement())));
    await until(caughtUp);
    // At least once is what is promised; twice would mean that both told it.
    expect(told(hook)).toEqual(sent);
    await forwarding.stop();
    const later = await lrs.client.store(statement());
    await until(() => told(hook).length === sent.length + 1);
    expect(told(hook).at(-1)).toBe(later[0]);
  });
});

describe('addresses', () => {
  test('private ones are refused, at once where they are literal, otherwise when they are resolved', async () => {
    const hook = await webhook();
    for (const url of [hook.url, 'http://[::1]:3000/', 'http://2130706433/', 'http://0x7f.1/', 'http://localhost:1/']) {
      await expect(forwarding.add(hookRequest(hook, { url, allowPrivate: false }))).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    for (const url of ['ftp://lrs.example', 'nonsense', 'https://user:pass@lrs.example'])
      await expect(forwarding.add(hookRequest(hook, { url }))).rejects.toMatchObject({ code: 'invalid-parameter' });
    // A name that means this machine, as any name of somebody's may one day.
    const { fromBeginning: _, ...request } = hookRequest(hook, {
      url: hook.url.replace('127.0.0.1', 'localhost'),
      allowPrivate: false,
    });
    await lrs.store.forwarding.addTarget({ ...request, id: 'named', created: '2026-11-21T08:00:00.000Z' }, []);
    await forwarding.start();
    await lrs.client.store(statement());
    await until(async () => ((await forwarding.list(lrs.organisation))[0]!.failures ?? 0) > 0);
    expect((await forwarding.list(lrs.organisation))[0]!.lastError).toContain('private network');
    expect(hook.heard).toEqual([]);
  });

  test("a cloud's metadata service and link-local addresses are refused, private networks allowed or not", async () => {
    const hook = await webhook();
    const never = [
      'http://169.254.169.254/latest/meta-data/',
      'http://[fd00:ec2::254]/',
      'http://[::ffff:169.254.169.254]/',
      'http://100.100.100.200/',
      'http://[fe80::1]/',
      'http://metadata.google.internal/',
    ];
    for (const url of never)
      for (const allowPrivate of [true, false])
        await expect(forwarding.add(hookRequest(hook, { url, allowPrivate }))).rejects.toMatchObject({
          code: 'forbidden',
          message: expect.stringContaining('no target can have'),
        });
    // A name that has been one of ours and now is theirs; a literal of before this was refused.
    const rebound = newForwarding({ resolve: async () => [{ address: '169.254.169.254', family: 4 }] });
    closers.push(() => rebound.stop());
    const { fromBeginning: _, ...request } = hookRequest(hook);
    const created = '2026-11-21T08:00:00.000Z';
    const named = { ...request, url: hook.url.replace('127.0.0.1', 'lrs.example') };
    await lrs.store.forwarding.addTarget({ ...named, id: 'named', created }, []);
    await lrs.store.forwarding.addTarget({ ...request, url: never[0]!, id: 'literal', created }, []);
    await rebound.start();
    await lrs.client.store(statement());
    const targets = (): ReturnType<Forwarding['list']> => rebound.list(lrs.organisation);
    await until(async () => (await targets()).every(({ failures = 0 }) => failures > 0));
    for (const { lastError } of await targets()) expect(lastError).toContain('no target can have');
    expect(hook.heard).toEqual([]);
  });
});

test('secrets are sealed: nothing in the store gives them away, and they open under their key and purpose alone', async () => {
  const hook = await webhook();
  await forwarding.add(hookRequest(hook, { secret: 'very secret indeed' }));
  const [target] = await lrs.store.forwarding.listTargets(lrs.organisation);
  expect(JSON.stringify(target)).not.toContain('very secret');
  expect(JSON.stringify(await forwarding.list(lrs.organisation))).not.toMatch(/very secret|sealed/);
  const sealed = seal(encryptionKey, 'a', 'text ü');
  expect(unseal(encryptionKey, 'a', sealed)).toBe('text ü');
  expect(seal(encryptionKey, 'a', 'text ü')).not.toBe(sealed);
  for (const [key, purpose, text] of [
    ['other', 'a', sealed],
    [encryptionKey, 'b', sealed],
    [encryptionKey, 'a', sealed.slice(0, -2)],
    [encryptionKey, 'a', ''],
    [encryptionKey, 'a', `B${sealed.slice(1)}`],
  ] as const) {
    expect(() => unseal(key, purpose, text)).toThrow();
  }
});
