// Puts together what is installed for good: node scripts/stage.mjs <folder>. The folder holds the built product, the
// packages that it needs while it runs, and the licence; no sources, no tests, nothing to install or build. The image
// (docker/Dockerfile) is made by these steps, and so is an installation without one (docs/operation.md).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [target, ...surplus] = process.argv.slice(2);
if (target === undefined || surplus.length > 0) {
  process.stderr.write('Aufruf / usage: node scripts/stage.mjs <folder>\n');
  process.exit(2);
}
const to = resolve(target);
if (existsSync(to) && readdirSync(to).length > 0) {
  process.stderr.write(`${to} ist nicht leer. / ${to} is not empty.\n`);
  process.exit(1);
}
if (!existsSync(join(root, 'dist', '.built'))) {
  process.stderr.write('Es ist noch nichts gebaut: npm run build. / Nothing has been built yet: npm run build.\n');
  process.exit(1);
}

/** Leaves out files that only developers of the product need. */
const isShipped = (path) => path !== join(root, 'dist', 'tests') && !/\.map$|\.tsbuildinfo$|[/\\]\.built$/.test(path);

mkdirSync(to, { recursive: true });
cpSync(join(root, 'dist'), join(to, 'dist'), { recursive: true, filter: isShipped });
cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'));
cpSync(realpathSync(join(root, 'node_modules')), join(to, 'node_modules'), {
  recursive: true,
  verbatimSymlinks: true,
  filter: (path) => basename(path) !== '.cache',
});
for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(to, name));
const pruned = spawnSync('npm', ['prune', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--offline'], {
  cwd: to,
  stdio: ['ignore', 2, 'inherit'],
  shell: process.platform === 'win32',
});
if (pruned.status !== 0) process.exit(pruned.status || 1);
// Messages of `npm ci` about unneeded steps would mislead.
for (const name of ['package.json', 'package-lock.json']) rmSync(join(to, name));
