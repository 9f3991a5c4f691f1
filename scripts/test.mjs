// npm test: installs and builds what is missing, then runs every suite as built, fast ones first.
// `npm test -- contract` runs one folder below tests/.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root } from './prepare.mjs';

install();
build();

const suites = ['unit', 'contract', 'competency', 'conformance', 'attack', 'integration', 'e2e'];
const wanted = process.argv.slice(2);
const folders = (wanted.length > 0 ? wanted : suites).map((name) => join(root, 'dist', 'tests', name)).filter((folder) => existsSync(folder));

/** The system's Chromium, installed by apt where this runs as root on a Debian-like system. */
function chromium() {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = () => candidates.find((path) => path && existsSync(path));
  if (found() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Chromium wird installiert … / Installing Chromium …\n');
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  return found();
}

const browserFolder = join(root, 'dist', 'tests', 'e2e');
let run = folders;
if (folders.some((folder) => folder.startsWith(browserFolder))) {
  const path = chromium();
  if (path === undefined) {
    process.stderr.write('Für die Browser-Tests fehlt Chromium: installieren Sie das Paket "chromium" oder setzen Sie CHROMIUM_PATH. / The browser tests need Chromium: install the package "chromium" or set CHROMIUM_PATH.\n');
    process.exitCode = 1;
    run = folders.filter((folder) => !folder.startsWith(browserFolder));
  } else process.env.CHROMIUM_PATH = path;
}

for (const folder of run) {
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--rootDir', root, folder], {
    cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test' },
  });
  if (status !== 0) {
    process.exitCode = status || 1;
    break;
  }
}
