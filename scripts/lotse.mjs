#!/usr/bin/env node
// The command line in a checkout: `npx lotse <noun> <verb>`. Installs and builds first if that is still to be done; what
// is installed for good calls dist/app/command-line/main.js itself.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

await prepare();
await import(pathToFileURL(join(root, 'dist', 'app', 'command-line', 'main.js')).href);
