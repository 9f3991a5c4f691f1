import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LotseError } from '../../base/index.js';
import { answerUnreadRequests } from './unread-request.js';

/** A server that accepts requests. */
export interface Listening {
  /** Where this machine itself reaches it, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /**
   * Accepts no new requests, lets the running ones finish, then resolves. Requests still running after the deadline
   * are aborted.
   * @param deadline milliseconds
   */
  close(deadline?: number): Promise<void>;
}

/** Time limits for clients, in milliseconds. */
export interface Patience {
  /** From the first byte of a request to the end of its headers. */
  readonly headers: number;
  /** To the end of its body. */
  readonly request: number;
  /** Interval at which both are checked. */
  readonly check: number;
}

const defaultPatience: Patience = { headers: 20_000, request: 120_000, check: 5_000 };

/** An address to listen on. */
export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly patience?: Patience;
}

const everyAddress = new Set(['::', '0.0.0.0', '']);

function urlFor(host: string, port: number): string {
  if (everyAddress.has(host)) return `http://localhost:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

/** Tells the operator what to do about an error, if that is known. */
function explain(caught: NodeJS.ErrnoException, { host, port }: ListenOptions): string {
  if (caught.code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the program that uses it, or choose another port.`;
  if (caught.code === 'EACCES') return `Port ${port} may not be used by this user. Choose a port above 1023.`;
  if (caught.code === 'EADDRNOTAVAIL' || caught.code === 'ENOTFOUND')
    return `${host} is not an address of this machine.`;
  return `The server could not listen on ${host}, port ${port}.`;
}

function bind(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Serves an application.
 * @throws LotseError `invalid-configuration` where the address or port cannot be had
 */
export async function listen(application: RequestListener, options: ListenOptions): Promise<Listening> {
  const { headers, request, check } = options.patience ?? defaultPatience;
  const server = createServer(
    { requestTimeout: request, headersTimeout: headers, connectionsCheckingInterval: check, keepAliveTimeout: 65_000 },
    application,
  );
  answerUnreadRequests(server);
  try {
    await bind(server, options).catch((caught: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no `::`; every IPv4 address is then meant.
      if (caught.code === 'EAFNOSUPPORT' && options.host === '::') return bind(server, { ...options, host: '0.0.0.0' });
      throw caught;
    });
  } catch (caught) {
    throw new LotseError('invalid-configuration', explain(caught as NodeJS.ErrnoException, options), { cause: caught });
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: urlFor(options.host, port),
    port,
    close: async (deadline = 10_000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A kept-alive connection becomes idle only when its running request is answered, so one check is not enough.
      const sweep = setInterval(() => server.closeIdleConnections(), 25);
      const cutOff = setTimeout(() => server.closeAllConnections(), deadline);
      await closed;
      clearInterval(sweep);
      clearTimeout(cutOff);
    },
  };
}
