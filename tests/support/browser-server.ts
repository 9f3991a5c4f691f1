import { createLogger } from '../../base/index.js';
import { createLrs, type Lrs } from '../../lrs/index.js';
import type { LrsStore, Scope } from '../../lrs/store/index.js';
import { createStatementBrowser, type StatementBrowserParts } from '../../pages/browser/index.js';
import { assets, securityHeaders } from '../../web/index.js';
import { requestId } from './express-door.js';
import { type OpenStore, testClock, type TestClock, vocabulary } from './lrs-server.js';
import { modelPeopleStore } from './model/people.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** The statement browser over a fresh store, with two organisations. */
export interface BrowserServer {
  readonly url: string;
  readonly server: Server;
  readonly lrs: Lrs;
  readonly store: LrsStore;
  readonly clock: TestClock;
  credential(
    organisation: string,
    scopes: readonly Scope[],
  ): Promise<{ readonly key: string; readonly secret: string }>;
  /** Stores statements as an organisation's own credential would. */
  write(organisation: string, ...statements: readonly object[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Serves the browser as `lrs/main.ts` does. */
export async function serveBrowser(
  open: OpenStore,
  timing: StatementBrowserParts['timing'] = { minIntervalMs: 10, pollMs: 1_000, heartbeatMs: 1_000 },
): Promise<BrowserServer> {
  const { store, close } = await open();
  const clock = testClock();
  const logger = createLogger('silent');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const lrs = createLrs({ store, clock, logger, vocabulary, publicUrl: url, bodyLimit: 200_000 });
  const browser = createStatementBrowser({
    store,
    access: lrs.access,
    people: modelPeopleStore(),
    vocabulary,
    clock,
    logger,
    publicUrl: url,
    timing,
  });
  server.on('request', express().use(requestId(), securityHeaders, assets()).use('/browser', browser.router));

  const credential = (organisation: string, scopes: readonly Scope[]) =>
    lrs.access.createCredential({ organisation, scopes, label: 'test' });
  for (const [id, name] of [
    ['nordwerk', 'Nordwerk & Söhne'],
    ['suedwerk', 'Südwerk'],
  ] as const)
    await lrs.access.createOrganisation({ id, name });
  return {
    url,
    server,
    lrs,
    store,
    clock,
    credential,
    write: async (organisation, ...statements) => {
      const { key, secret } = await credential(organisation, ['all']);
      const principal = await lrs.access.authenticate(`Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`);
      return lrs.statements.accept(principal, statements, { version: '2.0.0' });
    },
    close: async () => {
      browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}
