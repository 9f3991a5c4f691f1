// npm run peer:moodle: installs and builds what is missing, then walks through a real LMS. docs/peers.md says what it needs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, install, root } from './prepare.mjs';

install();
build();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'dist', 'tests', 'peers', process.argv[2] ?? '', 'walk.js')],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
