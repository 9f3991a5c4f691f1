import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LrsStore } from '../../lrs/store/index.js';
import { releaseMemory } from '../../adapters/sqlite/index.js';
import { everyStore } from '../support/every-store.js';
import { type LrsServer, serveLrs } from '../support/lrs-server.js';
import { until } from '../support/until.js';

/** Far more than the two ends of a connection hold between them. */
const megabytes = 24;

/** The memory of a page is freed by hand: never before it is sent, and always at the end. */
describe('a page that goes out as it is written', () => {
  let server: LrsServer;
  let pieces: Uint8Array[] = [];

  beforeAll(async () => {
    server = await serveLrs(async () => {
      const { store, close } = await everyStore[0]![1]();
      const large: LrsStore = {
        ...store,
        statements: {
          ...store.statements,
          findPageText: async () => ({ chunks: pieces, release: () => releaseMemory(pieces) }),
        },
      };
      return { store: large, close };
    });
  });
  afterAll(() => server.close());

  // The letters differ from piece to piece: memory that was used again too early would show.
  beforeEach(() => {
    pieces = Array.from({ length: megabytes }, (_, index) =>
      new Uint8Array(1_000_000).fill('a'.charCodeAt(0) + (index % 26)),
    );
  });

  const freed = (): Promise<void> => until(() => pieces.every(({ byteLength }) => byteLength === 0));

  async function ask(method: 'GET' | 'HEAD' = 'GET'): Promise<Socket> {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    const headers = Object.entries({ Host: 'lotse.test', Connection: 'close', ...server.client.headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.pause();
    socket.write(`${method} /xapi/statements HTTP/1.1\r\n${headers.join('')}\r\n`);
    return socket;
  }

  async function everythingFrom(socket: Socket): Promise<string> {
    let text = '';
    socket
      .setEncoding('latin1')
      .on('data', (chunk: string) => (text += chunk))
      .resume();
    await once(socket, 'close');
    return text.slice(text.indexOf('\r\n\r\n') + 4);
  }

  test('stays whole for a client that begins to read late', async () => {
    const expected = Buffer.concat(pieces).toString('latin1');
    const socket = await ask();
    await until(() => socket.readableLength > 0);
    expect(pieces.every(({ byteLength }) => byteLength === 1_000_000)).toBe(true);
    const body = await everythingFrom(socket);
    expect(body === `{"statements":[${expected}],"more":""}`).toBe(true);
    await freed();
  });

  test('is freed where the client goes away in the middle', async () => {
    const socket = await ask();
    await until(() => socket.readableLength > 0);
    socket.destroy();
    await freed();
  });

  test('is freed where only its headers were asked for', async () => {
    expect(await everythingFrom(await ask('HEAD'))).toBe('');
    await freed();
  });

  test('leaves alone what shares its memory with others', async () => {
    const shared = Buffer.from(new Uint8Array(100).fill(0x20).buffer, 0, 50);
    pieces = [shared];
    await everythingFrom(await ask());
    expect(shared.byteLength).toBe(50);
  });
});
