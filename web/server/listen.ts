import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LotseError, type Milliseconds, startError } from '../../base/index.js';
import { handleClientErrors } from './unread-request.js';

/** A server that accepts requests. */
export interface ListeningServer {
  /** If this machine itself reaches it, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /**
   * Accepts no new requests, lets the running ones finish, then resolves. Requests still running after the deadline
   * are aborted.
   * @param deadline how long it may take
   */
  close(deadline?: Milliseconds): Promise<void>;
}

/** Time limits for clients. */
export interface ServerTimeouts {
  /** From the first byte of a request to the end of its headers. */
  readonly headers: Milliseconds;
  /** To the end of its body. */
  readonly request: Milliseconds;
  /** Interval at which both are checked. */
  readonly check: Milliseconds;
}

const defaultTimeouts: ServerTimeouts = { headers: 20_000, request: 120_000, check: 5_000 };

/** An address to listen on. */
export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly timeouts?: ServerTimeouts;
}

const wildcardHosts = new Set(['::', '0.0.0.0', '']);

function urlFor(host: string, port: number): string {
  if (wildcardHosts.has(host)) return `http://localhost:${port}`;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

/** Tells the operator what is wrong, and what to do about it. */
function listenError(caught: NodeJS.ErrnoException, { host, port }: ListenOptions): LotseError {
  const key = listenErrorKeys[caught.code ?? ''] ?? 'not-listening';
  return startError('invalid-configuration', key, { host, port }, { cause: caught });
}

const listenErrorKeys: Readonly<Record<string, Parameters<typeof startError>[1]>> = {
  EADDRINUSE: 'port-in-use',
  EACCES: 'port-not-allowed',
  EADDRNOTAVAIL: 'address-unknown',
  ENOTFOUND: 'address-unknown',
};

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
 * @throws LotseError `invalid-configuration` if the address or port cannot be had
 */
export async function listen(application: RequestListener, options: ListenOptions): Promise<ListeningServer> {
  const { headers, request, check } = options.timeouts ?? defaultTimeouts;
  const server = createServer(
    { requestTimeout: request, headersTimeout: headers, connectionsCheckingInterval: check, keepAliveTimeout: 65_000 },
    application,
  );
  handleClientErrors(server);
  try {
    await bind(server, options).catch((caught: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no `::`; every IPv4 address is then meant.
      if (caught.code === 'EAFNOSUPPORT' && options.host === '::') return bind(server, { ...options, host: '0.0.0.0' });
      throw caught;
    });
  } catch (caught) {
    throw listenError(caught as NodeJS.ErrnoException, options);
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
