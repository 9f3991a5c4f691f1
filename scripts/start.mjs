// npm start: installs and builds what is missing, then runs Lotse in this process. `start.mjs lrs` runs the LRS alone.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './prepare.mjs';

install();
build();
const program = process.argv[2] === 'lrs' ? 'serve-lrs.js' : 'serve.js';
await import(pathToFileURL(join(root, 'dist', 'app', program)).href);
