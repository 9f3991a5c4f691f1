// npm run bench: installs and builds what is missing, then measures. `npm run bench -- --help` tells what there is.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare({ withTests: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'dist', 'tests', 'bench', 'main.js'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
