import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { assignRequestId } from './request-id.js';
import type { ObserveRequest } from './observe-requests.js';

/** A part of a server that answers everything below a path, without Express. */
export interface DirectPart {
  /** One name after a slash, e.g. `/xapi`. */
  readonly base: string;
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    arrival: { readonly address: string | undefined; readonly base: string; readonly path: string },
  ) => void;
}

/** Everything behind the front door. */
export interface FrontDoor {
  /** Observes every request. */
  readonly observe: ObserveRequest;
  /** A part requested so often that the layers of an application would cost more than the answer. */
  readonly direct: DirectPart;
  /** Everything else, including addresses below the direct part's path in an unusual spelling. */
  readonly application: RequestListener;
  /** True if requests come through one proxy, our own. */
  readonly trustProxy: boolean;
}

/**
 * The address that sent a request. Behind a proxy, the last address in X-Forwarded-For is what that proxy saw; what
 * stands further left is the client's word.
 */
export function remoteAddressOf(request: IncomingMessage, trustProxy: boolean): string | undefined {
  if (trustProxy) {
    const forwarded = request.headers['x-forwarded-for'] as string | undefined;
    const last = forwarded?.slice(forwarded.lastIndexOf(',') + 1).trim();
    if (last !== undefined && last !== '') return last;
  }
  return request.socket.remoteAddress;
}

/** The entry point of every request: it gets its id and is observed, whichever part answers it. */
export function createFrontDoor({
  observe,
  direct: { base, handle },
  application,
  trustProxy,
}: FrontDoor): RequestListener {
  // Express and this code must read an address in the same way: this form leaves no ambiguity.
  const plain = new RegExp(`^${base}(/[a-z/]*)(?:\\?|$)`);
  return (request, response) => {
    assignRequestId(response);
    observe(request, response);
    const path = plain.exec(request.url!)?.[1];
    if (path === undefined) application(request, response);
    else handle(request, response, { address: remoteAddressOf(request, trustProxy), base, path });
  };
}
