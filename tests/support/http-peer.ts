import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a peer behaves at one of its addresses, instead of as it should. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Somebody whom the product speaks to over HTTP: a real server of its own on this machine, which does what it should
 * unless `misbehave` says otherwise, and which writes down what it was asked.
 */
export abstract class HttpPeer {
  readonly requests: string[] = [];
  /** What each path answers instead; the answers of a list are used up one by one. */
  readonly misbehaviour = new Map<string, Answer[]>();
  readonly #server = createServer(
    (request, response) => void this.#receive(request, response).catch(() => response.destroy()),
  );

  /** What it does when it behaves. */
  protected abstract answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;

  /** What a path is called in `misbehave`. */
  protected pathOf({ pathname }: URL): string {
    return pathname;
  }

  /** What it writes down of a request. */
  protected noteOf(_request: IncomingMessage, { pathname }: URL): string {
    return pathname;
  }

  /** Begins to answer, at a port that is free. */
  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets a path answer otherwise, once for each answer given. */
  misbehave(path: string, ...answers: readonly Answer[]): void {
    this.misbehaviour.set(path, [...(this.misbehaviour.get(path) ?? []), ...answers]);
  }

  /** Ends it, whatever it is still answering. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.url);
    this.requests.push(this.noteOf(request, url));
    const instead = this.misbehaviour.get(this.pathOf(url))?.shift();
    if (instead === undefined) return this.answer(request, response, url);
    request.resume();
    instead(request, response);
  }
}
