// Packs the starter content as .h5p files that also install in Moodle's or WordPress's H5P: node scripts/pack.mjs [--out <folder>]
// Same input, same bytes: entries in a fixed order with a fixed time, so that a package changes only when its content does.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import yazl from 'yazl';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const starter = join(root, 'h5p-content', 'starter');
const libraries = join(root, 'dist', 'h5p-libraries');
// yazl writes the local time of day, so the parts are local too.
const packedAt = new Date(2020, 0, 1);

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every file below the folder as a path with slashes, sorted by code points. */
function filesBelow(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
        : [`${prefix}${entry.name}`],
    )
    .sort((one, other) => (one < other ? -1 : 1));
}

/** Folder names of the libraries that the content needs to play and to be edited, each after those that it needs. */
function librariesOf(metadata) {
  const found = new Set();
  const add = ({ machineName, majorVersion, minorVersion }, needing) => {
    const name = `${machineName}-${majorVersion}.${minorVersion}`;
    if (found.has(name)) return;
    const description = join(libraries, name, 'library.json');
    if (!existsSync(description))
      throw new Error(`${needing} needs ${name}, which is not in dist/h5p-libraries. Build first: npm run build`);
    const library = readJson(description);
    for (const key of ['preloadedDependencies', 'dynamicDependencies', 'editorDependencies']) {
      for (const dependency of library[key] ?? []) add(dependency, name);
    }
    found.add(name);
  };
  for (const dependency of metadata.preloadedDependencies) add(dependency, metadata.title);
  return [...found];
}

/**
 * The parameters with the interface's texts in the content's language. Lotse takes these from the content's metadata,
 * but other players do not hand the metadata on, and H5P fills in the type's English defaults in its editor alone.
 */
function parametersOf(folder, { mainLibrary, preloadedDependencies, language }) {
  const { majorVersion, minorVersion } = preloadedDependencies.find(({ machineName }) => machineName === mainLibrary);
  const type = join(libraries, `${mainLibrary}-${majorVersion}.${minorVersion}`);
  const fields = readJson(join(type, 'semantics.json'));
  const position = fields.findIndex(({ name }) => name === 'l10n');
  // A translation repeats the semantics' structure without the names.
  const translated = readJson(join(type, 'language', `${language}.json`)).semantics[position].fields;
  const l10n = Object.fromEntries(fields[position].fields.map(({ name }, index) => [name, translated[index].default]));
  return `${JSON.stringify({ ...readJson(join(folder, 'content.json')), l10n }, null, 2)}\n`;
}

/** The package's entries in order: what the content is, its parameters and media, then the libraries. */
function entriesOf(folder) {
  const metadata = readJson(join(folder, 'h5p.json'));
  const needed = librariesOf(metadata);
  const file = (name, path) => [name, readFileSync(path)];
  const images = join(folder, 'images');
  const media = existsSync(images) ? filesBelow(images, 'images/') : [];
  return [
    file('h5p.json', join(folder, 'h5p.json')),
    ['content/content.json', Buffer.from(parametersOf(folder, metadata))],
    ...media.map((path) => file(`content/${path}`, join(folder, path))),
    ...needed.flatMap((library) =>
      filesBelow(join(libraries, library)).map((path) => file(`${library}/${path}`, join(libraries, library, path))),
    ),
  ];
}

async function pack(folder, target) {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of entriesOf(folder)) {
    zip.addBuffer(bytes, name, {
      mtime: packedAt,
      mode: 0o100644,
      forceDosTimestamp: true,
      compress: !name.endsWith('.png'),
    });
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  writeFileSync(`${target}.part`, bytes);
  renameSync(`${target}.part`, target);
  return bytes.length;
}

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist', 'packages') } } });
const out = resolve(values.out);
try {
  mkdirSync(out, { recursive: true });
  for (const id of readdirSync(starter).sort()) {
    if (!existsSync(join(starter, id, 'h5p.json'))) continue;
    const size = await pack(join(starter, id), join(out, `${id}.h5p`));
    process.stdout.write(`${id}.h5p  ${Math.ceil(size / 1024)} kB\n`);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
