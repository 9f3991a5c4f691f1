// npm start: installs and builds what is missing, then runs Lotse in this process. `start.mjs lrs` runs the LRS alone.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

await prepare();
const program = process.argv[2] === 'lrs' ? 'serve-lrs.js' : 'serve.js';
await import(pathToFileURL(join(root, 'dist', 'app', program)).href);
