// npm run peer:moodle: installs and builds what is missing, then walks through a real LMS. docs/peers.md says what it
// needs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare({ withTests: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'dist', 'tests', 'peers', process.argv[2] ?? '', 'walk.js')],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
