#!/usr/bin/env node
// The command line: `npx lotse <noun> <verb>`. Installs and builds first if that is still to be done.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './prepare.mjs';

install();
build();
const { run } = await import(pathToFileURL(join(root, 'dist', 'app', 'command-line', 'run.js')).href);
process.exitCode = await run(process.argv.slice(2));
