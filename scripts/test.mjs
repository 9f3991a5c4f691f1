// npm test: installs and builds what is missing, then runs every suite as built, fast ones first.
// `npm test -- contract` runs one folder below tests/.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare({ withTests: true });

const suites = ['unit', 'contract', 'competency', 'conformance', 'attack', 'integration', 'e2e'];
const wanted = process.argv.slice(2);
const folders = (wanted.length > 0 ? wanted : suites)
  .map((name) => join(root, 'dist', 'tests', name))
  .filter((folder) => existsSync(folder));

/** The browsers that the browser tests drive: where the system has them, and the variable that names another place. */
const browsers = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM_PATH',
    packaged: 'chromium',
    places: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  },
  {
    name: 'Firefox',
    variable: 'FIREFOX_PATH',
    packaged: 'firefox-esr',
    places: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
  },
];

/** Finds a browser, installing it by apt where this runs as root on a Debian-like system; says so where it is missing. */
function provide({ name, variable, packaged, places }) {
  const found = () => [process.env[variable], ...places].find((path) => path && existsSync(path));
  if (found() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write(`${name} wird installiert … / Installing ${name} …\n`);
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', packaged], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const path = found();
  if (path === undefined) {
    process.stderr.write(
      `Für die Browser-Tests fehlt ${name}: installieren Sie das Paket "${packaged}" oder setzen Sie ${variable}. / The browser tests need ${name}: install the package "${packaged}" or set ${variable}.\n`,
    );
    return false;
  }
  process.env[variable] = path;
  return true;
}

const browserFolder = join(root, 'dist', 'tests', 'e2e');
let run = folders;
if (folders.some((folder) => folder.startsWith(browserFolder)) && !browsers.map(provide).every(Boolean)) {
  process.exitCode = 1;
  run = folders.filter((folder) => !folder.startsWith(browserFolder));
}

for (const folder of run) {
  const { status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--rootDir',
      root,
      folder,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'test' },
    },
  );
  if (status !== 0) {
    process.exitCode = status || 1;
    break;
  }
}
