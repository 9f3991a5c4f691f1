import { createServer, type Server } from 'node:http';
import express from 'express';
import request, { type Test } from 'supertest';
import { type Clock, createLogger, newUuid, vocabularyFor } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import type { Agent } from '../../lrs/statement/index.js';
import { type LrsStore, organisationId, type OrganisationId, type Scope } from '../../lrs/store/index.js';
import { createFrontDoor } from '../../web/server/index.js';

/** Opens an empty store; `close` gives back what it holds. */
export type OpenStore = () => Promise<{ readonly store: LrsStore; close(): Promise<void> }>;

/** A clock that a test sets. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void;
}

/** Starts at a fixed instant and moves one millisecond with every look, as time does while a server works. */
export function testClock(start = Date.parse('2026-11-21T08:00:00.000Z')): TestClock {
  let now = start;
  return { now: () => (now += 1), advance: (milliseconds) => void (now += milliseconds) };
}

export const publicUrl = 'http://lotse.test';
export const vocabulary = vocabularyFor(publicUrl);

/** A client of the LRS with its own authorization and version. */
export class LrsClient {
  constructor(
    readonly server: Server,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** The same client with other or further headers; `undefined` takes one away. */
  with(headers: Readonly<Record<string, string | undefined>>): LrsClient {
    const merged: Record<string, string> = { ...this.headers };
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) delete merged[name];
      else merged[name] = value;
    }
    return new LrsClient(this.server, merged);
  }

  send(
    method: 'get' | 'put' | 'post' | 'delete' | 'head' | 'options' | 'patch',
    path: string,
    query: Readonly<Record<string, unknown>> = {},
  ): Test {
    const text = Object.entries(query)
      .map(
        ([name, value]) =>
          `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
      )
      .join('&');
    // Bodies go out as they are given: supertest would turn bytes under a JSON type into JSON.
    return request(this.server)
      [method](`/xapi${path}${text === '' ? '' : `?${text}`}`)
      .set(this.headers)
      .serialize((body: unknown) => body as string);
  }

  get(path: string, query?: Readonly<Record<string, unknown>>): Test {
    return this.send('get', path, query);
  }

  /** POSTs statements as JSON. */
  statements(body: unknown): Test {
    return this.send('post', '/statements').set('Content-Type', 'application/json').send(JSON.stringify(body));
  }

  /** POSTs statements that must be taken, and returns their ids. */
  async store(...statements: readonly object[]): Promise<readonly string[]> {
    const answer = await this.statements(statements);
    if (answer.status !== 200) throw new Error(`Statements were not taken: ${answer.status} ${answer.text}`);
    return answer.body as readonly string[];
  }

  /** The ids that a query answers, in order. */
  async ids(query: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
    const answer = await this.get('/statements', query);
    if (answer.status !== 200) throw new Error(`The query was refused: ${answer.status} ${answer.text}`);
    return (answer.body as { statements: { id: string }[] }).statements.map(({ id }) => id);
  }
}

/** An LRS over HTTP with one organisation, and clients that may do everything. */
export interface LrsServer {
  readonly lrs: Lrs;
  readonly store: LrsStore;
  readonly clock: TestClock;
  readonly server: Server;
  readonly organisation: OrganisationId;
  /** Version 2.0.0. */
  readonly client: LrsClient;
  /** Version 1.0.3. */
  readonly older: LrsClient;
  /** A client with a credential of its own. */
  clientFor(organisation: string, scopes: readonly Scope[]): Promise<LrsClient>;
  /** A client with a launch token. */
  launch(grant: {
    readonly scopes: readonly Scope[];
    readonly actor: Agent;
    readonly activity?: string;
    readonly seconds?: number;
    readonly organisation?: OrganisationId;
  }): Promise<LrsClient>;
  close(): Promise<void>;
}

/** What a test may set. */
export interface ServeOptions {
  readonly bodyLimit?: number;
  readonly attachmentLimit?: number;
}

/** Serves an LRS over a fresh store. */
export async function serveLrs(
  open: OpenStore,
  { bodyLimit = 200_000, attachmentLimit = 1_000_000 }: ServeOptions = {},
): Promise<LrsServer> {
  const { store, close } = await open();
  const clock = testClock();
  const lrs = createLrs({
    store,
    clock,
    logger: createLogger('silent'),
    vocabulary,
    publicUrl,
    bodyLimit,
    attachmentLimit,
  });
  const application = express().disable('x-powered-by').use('/xapi', lrs.router);
  const server = createServer(
    createFrontDoor({
      observe: () => undefined,
      direct: { base: '/xapi', handle: lrs.handle },
      application,
      trustProxy: false,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const clientFor = async (name: string, scopes: readonly Scope[]): Promise<LrsClient> => {
    await lrs.access.createOrganisation({ id: name, name });
    const { key, secret } = await lrs.access.createCredential({ organisation: name, scopes, label: 'test' });
    return new LrsClient(server, { Authorization: basic(key, secret), 'X-Experience-API-Version': '2.0.0' });
  };
  const client = await clientFor('nordwerk', ['all']);
  const organisation = organisationId('nordwerk')!;
  return {
    lrs,
    store,
    clock,
    server,
    organisation,
    client,
    clientFor,
    older: client.with({ 'X-Experience-API-Version': '1.0.3' }),
    launch: async ({ seconds = 3600, ...grant }) => {
      const { token } = await lrs.access.issueGrant({
        organisation,
        session: '{}',
        expires: new Date(clock.now() + seconds * 1000).toISOString(),
        ...grant,
      });
      return new LrsClient(server, { Authorization: `Bearer ${token}`, 'X-Experience-API-Version': '2.0.0' });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

/** An Authorization header for a key and its secret. */
export function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

/** A person of an LMS. */
export function person(name: string): Agent {
  return { objectType: 'Agent', account: { homePage: 'https://lms.example', name } };
}

/** A small valid statement, with an id of its own. */
export function statement(changes: object = {}): { readonly id: string } & Record<string, unknown> {
  return {
    id: newUuid(),
    actor: person('anna'),
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { objectType: 'Activity', id: 'http://lotse.test/activities/unit' },
    ...changes,
  };
}

/** An object without one of its properties. */
export function without(object: object, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
}

/** A statement that voids another. */
export function voiding(target: string): { readonly id: string } & Record<string, unknown> {
  return statement({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: target },
  });
}
