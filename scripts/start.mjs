// npm start: installs and builds what is missing, then runs Lotse in this process. `start.mjs lrs` runs the LRS alone.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './prepare.mjs';

install();
build();
const room = process.argv[2] === 'lrs' ? 'lrs' : 'lti-tool';
await import(pathToFileURL(join(root, 'dist', room, room === 'lrs' ? 'main.js' : 'serve.js')).href);
