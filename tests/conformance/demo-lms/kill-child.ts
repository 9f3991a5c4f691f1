// Runs a demo LMS until it is killed: node kill-child.js <tool URL> <state path>. Prints its platform as one line of JSON.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDemoLms } from '../../../app/demo-lms/index.js';
import { createLogger, systemClock } from '../../../base/index.js';

const [toolUrl, statePath] = process.argv.slice(2);
let listener: RequestListener = (_request, response) => response.writeHead(503).end();
const server = createServer((request, response) => listener(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const { app, platform } = await createDemoLms({
  url,
  toolUrl: toolUrl!,
  statePath: statePath!,
  clock: systemClock,
  logger: createLogger('silent'),
});
listener = app as unknown as RequestListener;
process.stdout.write(`${JSON.stringify(platform)}\n`);
