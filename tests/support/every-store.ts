import { afterAll, beforeAll, describe } from '@jest/globals';
import { type LrsServer, type OpenStore, serveLrs, type ServeOptions } from './lrs-server.js';
import { lrsModel } from './model/lrs.js';
import { temporaryStores } from './sqlite.js';

/** Every store that implements the LRS's port, and the model. */
export const everyStore: readonly (readonly [name: string, open: OpenStore])[] = [
  ['model', async () => ({ store: lrsModel(), close: async () => undefined })],
  [
    'SQLite',
    async () => {
      const { stores, close } = await temporaryStores();
      return { store: stores.lrs, close };
    },
  ],
];

/** Runs the same tests over HTTP on every store; `lrs` is the server of the store at hand. */
export function describeLrs(name: string, body: (lrs: () => LrsServer) => void, options: ServeOptions = {}): void {
  describe.each(everyStore)(`${name} (%s)`, (_name, open) => {
    let server: LrsServer;
    beforeAll(async () => {
      server = await serveLrs(open, options);
    });
    afterAll(() => server.close());
    body(() => server);
  });
}
