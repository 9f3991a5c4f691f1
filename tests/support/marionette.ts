import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

type Reply = readonly [
  kind: 1,
  id: number,
  error: { readonly error: string; readonly message: string } | null,
  result: Readonly<Record<string, unknown>>,
];

interface Waiting {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

const colon = 0x3a;

/**
 * A connection to Firefox's own WebDriver server (Marionette, protocol 3): messages of JSON behind their length in
 * bytes, over TCP. Stock Firefox speaks it, and it needs nothing but `node:net`.
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #received: Buffer = Buffer.alloc(0);
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('close', () => this.#end(new Error('Firefox has closed the connection.')));
    socket.on('error', (caught) => this.#end(caught));
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Marionette(socket);
  }

  /** Sends a command; rejects with an error named as WebDriver names it (`no such element`). */
  send(
    command: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#last += 1;
    const text = JSON.stringify([0, this.#last, command, parameters]);
    const answered = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) =>
      this.#waiting.set(this.#last, { resolve, reject }),
    );
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return answered;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const start = this.#received.indexOf(colon) + 1;
      const end = start + Number(this.#received.toString('latin1', 0, Math.max(0, start - 1)));
      if (start === 0 || this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', start, end)) as Reply | object;
      this.#received = this.#received.subarray(end);
      // The first message is a greeting, and no reply.
      if (Array.isArray(message)) this.#settle(message as unknown as Reply);
    }
  }

  #settle([, id, error, result]: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) waiting?.resolve(result);
    else waiting?.reject(Object.assign(new Error(error.message), { name: error.error }));
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
