// Makes a checkout ready to run: installs what is missing and builds what is stale. Only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const sourceFolders = [
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
  'tests',
  'scripts',
];
const installedMark = join(root, 'node_modules', '.lotse-installed');
const builtMark = join(root, 'dist', '.built');

// Not where a command's own answer goes: `npx lotse … --json` may be read by a program.
function say(text) {
  process.stderr.write(`${text}\n`);
}

/** What the command writes is seen, on standard error as well; its own standard output is not ours to fill. */
function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: ['inherit', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined || status !== 0) {
    process.stderr.write(`\nDas hat nicht geklappt / This failed: ${command} ${parameters.join(' ')}\n`);
    process.exit(status || 1);
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

/** Whether SQLite came ready for this kind of machine. */
function opensSqlite() {
  const { status } = spawnSync(process.execPath, ['-e', "new (require('better-sqlite3-node-api'))(':memory:')"], {
    cwd: root,
    stdio: 'ignore',
  });
  return status === 0;
}

/** Installs the packages, if the lock file or the version of Node has changed since the last time. */
export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `Lotse braucht Node.js 20.19 oder neuer; hier läuft ${process.version}. / Lotse needs Node.js 20.19 or later.\n`,
    );
    process.exit(1);
  }
  const hash = lockHash();
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === hash) return;
  const packages = join(root, 'node_modules');
  // Installing through a link would empty the folder of another checkout.
  if (existsSync(packages) && lstatSync(packages).isSymbolicLink()) return;
  // With Node-API 10 SQLite comes ready for use (adapters/sqlite/engine/driver.ts), and nothing else that has to be compiled is needed.
  const ready = Number(process.versions.napi) >= 10;
  say(
    `Pakete werden installiert. Das dauert beim ersten Mal einige Minuten${ready ? '' : ': SQLite wird für diesen Rechner übersetzt'}.`,
  );
  say(
    `Installing packages. The first time takes a few minutes${ready ? '' : ': SQLite is compiled for this machine'}.`,
  );
  useHeadersBeside(process.execPath);
  run('npm', [
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
    run('npm', ['rebuild', 'better-sqlite3-node-api', '--loglevel=error']);
  }
  writeFileSync(installedMark, hash);
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

function stale() {
  if (!existsSync(builtMark)) return true;
  const built = statSync(builtMark).mtimeMs;
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.client.json'].map(
    (name) => statSync(join(root, name)).mtimeMs,
  );
  return Math.max(...files, ...sourceFolders.map((folder) => newest(join(root, folder)))) > built;
}

/** Builds, if any source is newer than the last build. */
export function build() {
  if (!stale()) return;
  say('Lotse wird gebaut … / Building Lotse …');
  mkdirSync(join(root, 'dist'), { recursive: true });
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}
