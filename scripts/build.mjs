// Builds everything into dist/: the server (tsc), the client islands and the H5P content types (esbuild).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** Files below the folders of the house whose path matches. */
function files(pattern) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (pattern.test(path)) found.push(path);
    }
  };
  for (const folder of ['web', 'competency', 'h5p-content', 'people', 'lti-tool', 'pages', 'app']) walk(folder);
  return found;
}

function compileServer() {
  const { status } = spawnSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

async function bundleClient() {
  mkdirSync('dist/client', { recursive: true });
  const entries = files(/[/\\]client[/\\][^/\\]+\.entry\.ts$/);
  await build({
    entryPoints: entries.map((path) => ({ in: path, out: basename(path, '.entry.ts') })),
    outdir: 'dist/client',
    bundle: true,
    minify: true,
    sourcemap: true,
    format: 'iife',
    target: ['chrome100', 'firefox100', 'safari15'],
    tsconfig: 'tsconfig.client.json',
    logLevel: 'warning',
  });
  const styles = 'pages/lotse.css';
  if (existsSync(styles)) {
    await build({
      entryPoints: [styles],
      outfile: 'dist/client/lotse.css',
      bundle: true,
      minify: true,
      external: ['*.woff2'],
      logLevel: 'warning',
    });
  }
}

/** One folder per content type: library.json, semantics.json, language/, icon.svg as they are; the entry and its styles bundled. */
async function bundleTypes() {
  const source = 'h5p-content/types';
  if (!existsSync(source)) return;
  rmSync('dist/h5p-libraries', { recursive: true, force: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    if (!entry.isDirectory() || !existsSync(join(from, 'library.json'))) continue;
    const library = JSON.parse(readFileSync(join(from, 'library.json'), 'utf8'));
    const to = join('dist/h5p-libraries', `${library.machineName}-${library.majorVersion}.${library.minorVersion}`);
    mkdirSync(to, { recursive: true });
    for (const name of ['library.json', 'semantics.json', 'icon.svg', 'language']) {
      if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
    }
    const script = library.preloadedJs[0].path;
    await build({
      entryPoints: [join(from, 'entry.ts')],
      outfile: join(to, script),
      bundle: true,
      minify: true,
      format: 'iife',
      target: ['chrome90', 'firefox90', 'safari14'],
      tsconfig: 'tsconfig.client.json',
      logLevel: 'warning',
    });
    for (const { path } of library.preloadedCss ?? []) {
      await build({
        entryPoints: [join(from, path)],
        outfile: join(to, path),
        bundle: true,
        minify: true,
        logLevel: 'warning',
      });
    }
  }
}

/** Data that the compiled rooms read at run time, under the paths it has here. */
const shipped = [
  'web/static',
  'competency/framework/data',
  'competency/rules/data',
  'competency/matrix/data',
  'h5p-content/starter',
  'app/demo-lms/styles',
];

/** `dist/` stands alone: what is installed has neither the sources nor this script. */
function copyShipped() {
  // What scripts of pages and content types say is bundled with them.
  const locales = files(/[/\\]locales[/\\][a-z]{2}\.json$/).filter(
    (path) => !/[/\\]client[/\\]|^h5p-content[/\\]types[/\\]/.test(path),
  );
  for (const path of [...shipped, ...locales]) {
    rmSync(join('dist', path), { recursive: true, force: true });
    // The drawings that the starter content's pictures are made from stay here.
    cpSync(path, join('dist', path), { recursive: true, filter: (from) => basename(from) !== 'illustrations' });
  }
  const { name, version, license, type, engines, dependencies, overrides } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const manifest = { name, version, license, private: true, type, engines, dependencies, overrides };
  writeFileSync('dist/package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

compileServer();
await bundleClient();
await bundleTypes();
copyShipped();
writeFileSync('dist/.built', `${new Date().toISOString()}\n`);
