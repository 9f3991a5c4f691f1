import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, errorTable, LotseError, newUuid } from '../base/index.js';

const reasons: Readonly<Record<string, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** What a fault means that Node found before the request was whole. */
function meaning(code: string | undefined): LotseError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new LotseError('request-timeout', 'The request did not arrive whole in time. Please send it again.');
    case 'HPE_HEADER_OVERFLOW':
      return new LotseError('headers-too-large', 'The headers of the request are over the limit of this server.');
    default:
      return new LotseError('bad-request', 'What was sent is not a request in HTTP/1.1.');
  }
}

/**
 * Answers what never became a request (RFC 9112 cannot read it, too slow, too many headers) like every other
 * refusal, as JSON with a code, and closes the connection. Node itself would answer with a status line alone.
 */
export function answerUnreadRequests(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => void answering.set(request.socket, response));
  server.on('clientError', (caught: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    // In the middle of an answer, nothing that makes sense can be said any more.
    const midway = response !== undefined && response.headersSent && !response.writableFinished;
    if (caught.code === 'ECONNRESET' || !socket.writable || midway) {
      socket.destroy();
      return;
    }
    const error = meaning(caught.code);
    const requestId = newUuid();
    const body = JSON.stringify(errorBody(error, requestId));
    const [status] = errorTable[error.code];
    socket.end([
      `HTTP/1.1 ${status} ${reasons[status]!}`, 'Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store', `X-Request-Id: ${requestId}`, 'Connection: close', '', body,
    ].join('\r\n'), () => socket.destroy());
  });
}
