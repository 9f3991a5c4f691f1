import { connect, type Socket } from 'node:net';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Bytes of head and body. */
  readonly length: number;
  /** The status line and the headers. */
  head(): string;
  /** The body; only what asked for it pays for decoding. */
  text(): string;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One kept-alive HTTP/1.1 connection that sends bytes made beforehand, one request after the other. It does so little
 * that what is measured is the server.
 */
export class Connection {
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #have = 0;
  #need = 0;
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')));
    socket.on('error', (caught) => this.#waiting?.reject(caught));
  }

  /**
   * @param url of a server on this machine
   * @param localAddress where the connection comes from, e.g. another address of the loopback
   */
  static open(url: string, localAddress = '127.0.0.1'): Promise<Connection> {
    const { port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true, localAddress });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#have += bytes.length;
    if (this.#need === 0) this.#readHead();
    if (this.#need === 0 || this.#have < this.#need) return;
    const whole = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const waiting = this.#waiting!;
    [this.#parts, this.#have, this.#need, this.#waiting] = [[], 0, 0, undefined];
    waiting.resolve({
      status: Number(whole.toString('latin1', 9, 12)),
      length: whole.length,
      head: () => whole.toString('latin1', 0, whole.indexOf(headEnd)),
      text: () => whole.subarray(whole.indexOf(headEnd) + headEnd.length).toString('utf8'),
    });
  }

  #readHead(): void {
    const start = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const end = start.indexOf(headEnd);
    if (end < 0) return;
    const head = start.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head);
    if (length === null && !head.startsWith('HTTP/1.1 204'))
      throw new Error('The bench reads only answers with a Content-Length.');
    this.#need = end + headEnd.length + Number(length?.[1] ?? 0);
  }
}

/** The bytes of a request. */
export function requestBytes(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Buffer {
  const content = Buffer.from(body, 'utf8');
  const lines = Object.entries({
    Host: '127.0.0.1',
    ...headers,
    ...(content.length === 0 ? {} : { 'Content-Length': String(content.length) }),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), content]);
}
