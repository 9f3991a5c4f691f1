/** The least that an Express server can do with a statement: parse the body, answer as many ids. Nothing is kept. */
import type { AddressInfo } from 'node:net';
import express from 'express';

const application = express();
application.disable('x-powered-by');
application.post('/xapi/statements', express.json({ limit: '20mb' }), (request, response) => {
  const body = request.body as { readonly id: string } | readonly { readonly id: string }[];
  response.json(Array.isArray(body) ? body.map(({ id }) => id) : [(body as { readonly id: string }).id]);
});
const server = application.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
