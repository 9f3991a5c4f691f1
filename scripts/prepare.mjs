// Makes a checkout ready to run: installs what is missing and builds what is stale. Only Node's own modules here.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What the product is built of; the tests are built with it. */
export const sourceFolders = [
  'base',
  'web',
  'lrs',
  'competency',
  'h5p-content',
  'people',
  'lti-tool',
  'pages',
  'app',
  'adapters',
  'scripts',
];
const installedMark = join(root, 'node_modules', '.lotse-installed');
const builtMark = join(root, 'dist', '.built');

// Not where a command's own answer goes: `npx lotse … --json` may be read by a program.
function say(text) {
  process.stderr.write(`${text}\n`);
}

function failCommand(called) {
  say(
    `\nDer Befehl „${called}“ ist fehlgeschlagen. Was er selbst dazu sagt, steht darüber; beheben Sie das und starten Sie noch einmal.`,
  );
  say(`The command "${called}" has failed. What it says about that is above; mend it and start again.`);
  process.exit(1);
}

/** Seconds after which somebody who waits is told that it is still going on. */
const tellEvery = 10;

/** Shows the command's output on standard error; our own standard output is not for it. */
function run(command, parameters) {
  const begun = Date.now();
  const telling = setInterval(() => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    say(`  … seit ${seconds} s / for ${seconds} s`);
  }, tellEvery * 1000);
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: root,
      stdio: ['inherit', 2, 'inherit'],
      shell: process.platform === 'win32',
    });
    const called = `${command} ${parameters.join(' ')}`;
    child.once('error', (error) => failCommand(`${called} (${error.message})`));
    child.once('exit', (status) => (status === 0 ? resolve() : failCommand(called)));
  }).finally(() => clearInterval(telling));
}

const lock = join(root, '.cache', 'preparing');

/** The process that installs or builds here at this moment; `undefined` where it is gone. */
function preparingProcess() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (caught) {
    // Somebody else's process is one that runs.
    return caught.code === 'EPERM' ? 0 : undefined;
  }
}

/**
 * Does something while no other command installs or builds in this checkout: two at once would take each other's
 * packages away. Whoever comes second waits, and finds it done.
 */
async function alone(work) {
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  for (;;) {
    // The name appears with its content, so that nobody takes a lock for abandoned that is just being written.
    const own = `${lock}.${process.pid}`;
    writeFileSync(own, String(process.pid));
    try {
      linkSync(own, lock);
      break;
    } catch (caught) {
      if (caught.code !== 'EEXIST') throw caught;
    } finally {
      rmSync(own, { force: true });
    }
    if (preparingProcess() === undefined) rmSync(lock, { force: true });
    else if (!told) {
      say(
        'Ein anderer Befehl richtet Lotse gerade ein; dieser wartet. / Another command is setting Lotse up; this one waits.',
      );
      told = true;
    }
    await setTimeout(200);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
}

/** Node's own headers, where they came with it: then compiling downloads nothing beside the packages. */
function useHeadersBeside(node) {
  const prefix = join(dirname(realpathSync(node)), '..');
  if (existsSync(join(prefix, 'include', 'node', 'node.h'))) process.env.npm_config_nodedir ??= prefix;
}

/** True if SQLite was installed ready for this kind of machine. */
function opensSqlite() {
  const { status } = spawnSync(process.execPath, ['-e', "new (require('better-sqlite3-node-api'))(':memory:')"], {
    cwd: root,
    stdio: 'ignore',
  });
  return status === 0;
}

/** True if the installed packages are those of the lock file, for this version of Node. */
function isInstalled() {
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === lockHash()) return true;
  const packages = join(root, 'node_modules');
  // Installing through a link would empty the folder of another checkout.
  return existsSync(packages) && lstatSync(packages).isSymbolicLink();
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `Lotse braucht Node.js 20.19 oder neuer; hier läuft ${process.version}. Bitte installieren Sie eine neuere Version.\nLotse needs Node.js 20.19 or later; this is ${process.version}. Please install a later version.\n`,
    );
    process.exit(1);
  }
}

async function install() {
  // With Node-API 10 SQLite comes ready for use (adapters/sqlite/engine/driver.ts), and nothing else that has to be
  // compiled is needed.
  const ready = Number(process.versions.napi) >= 10;
  say(
    `Pakete werden installiert. Das dauert beim ersten Mal einige Minuten${ready ? '' : ': SQLite wird für diesen Rechner übersetzt'}.`,
  );
  say(
    `Installing packages. The first time takes a few minutes${ready ? '' : ': SQLite is compiled for this machine'}.`,
  );
  useHeadersBeside(process.execPath);
  await run('npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(ready ? ['--ignore-scripts'] : []),
  ]);
  if (ready && !opensSqlite()) {
    say(
      'SQLite wird für diesen Rechner übersetzt. Das dauert einige Minuten. / SQLite is compiled for this machine. That takes a few minutes.',
    );
    await run('npm', ['rebuild', 'better-sqlite3-node-api', '--loglevel=error']);
  }
  writeFileSync(installedMark, lockHash());
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/** If any source is newer than the last build. */
function isStale(folders) {
  if (!existsSync(builtMark)) return true;
  const built = statSync(builtMark).mtimeMs;
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.client.json'].map(
    (name) => statSync(join(root, name)).mtimeMs,
  );
  return Math.max(...files, ...folders.map((folder) => newest(join(root, folder)))) > built;
}

async function build() {
  say('Lotse wird gebaut. Das dauert etwa eine halbe Minute. / Building Lotse. This takes about half a minute.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  await run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

/**
 * Makes the checkout ready: installs the packages and builds, where either is missing or stale.
 * @param options `withTests`: also where only a test is newer than the build
 */
export async function prepare({ withTests = false } = {}) {
  refuseOldNode();
  const folders = withTests ? [...sourceFolders, 'tests'] : sourceFolders;
  if (isInstalled() && !isStale(folders)) return;
  await alone(async () => {
    if (!isInstalled()) await install();
    if (isStale(folders)) await build();
  });
}
