import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, errorTable, LotseError, newUuid } from '../../base/index.js';

const reasons: Readonly<Record<string, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** The error for a fault that Node found before the request was complete. */
function meaning(code: string | undefined): LotseError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new LotseError('request-timeout', 'The request did not arrive whole in time. Please send it again.');
    case 'HPE_HEADER_OVERFLOW':
      return new LotseError('headers-too-large', 'The headers of the request are over the limit of this server.');
    case undefined:
    default:
      return new LotseError('bad-request', 'What was sent is not a request in HTTP/1.1.');
  }
}

function refuse(socket: Duplex, error: LotseError): void {
  const requestId = newUuid();
  const body = JSON.stringify(errorBody(error, requestId));
  const [status] = errorTable[error.code];
  const head = [
    `HTTP/1.1 ${status} ${reasons[status]!}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ];
  socket.end(head.join('\r\n'), () => socket.destroy());
}

/**
 * Answers what never became a request (RFC 9112 cannot read it, too slow, too many headers) like every other
 * refusal, as JSON with a code, and closes the connection. Node itself would answer with a status line alone.
 */
export function handleClientErrors(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on(
    'request',
    (request: IncomingMessage, response: ServerResponse) => void latest.set(request.socket, response),
  );
  server.on('clientError', (caught: NodeJS.ErrnoException, socket: Duplex) => {
    const response = latest.get(socket);
    const answering = response !== undefined && !response.writableFinished && !response.destroyed;
    if (caught.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    // A request that was complete before the fault gets its own answer first: it may have been stored.
    else if (answering && response.req.complete)
      response.once('close', () => (socket.writable ? refuse(socket, meaning(caught.code)) : socket.destroy()));
    // In the middle of a response there is no way left to report an error.
    else if (answering && response.headersSent) socket.destroy();
    else refuse(socket, meaning(caught.code));
  });
}
