import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lrsStore, openSqlite } from '../../../adapters/sqlite/index.js';
import { createLogger, systemClock, vocabularyFor } from '../../../base/index.js';
import { createLrs } from '../../../lrs/index.js';
import { completeStatement, prepareStatement, type Statement } from '../../../lrs/statement/index.js';
import { organisationId } from '../../../lrs/store/index.js';
import { projectRoot } from '../../support/project-root.js';
import { grow } from './grow.js';
import { statementAt } from './statements.js';

/** Where made data is kept from one run to the next. */
const cache = join(projectRoot, '.cache', 'bench');

export const benchOrganisation = organisationId('nordwerk')!;
const authority = { objectType: 'Agent', account: { homePage: 'https://lotse.example', name: 'bench' } } as const;

/** A folder that an LRS can be started on, as its `LOTSE_DATA`. */
export interface Dataset {
  readonly folder: string;
  readonly size: number;
  /** For HTTP: Basic, with every scope. */
  readonly authorization: string;
}

/** When the statement of an index happened: a hundred of them in a second. */
export function instantOf(index: number): string {
  return new Date(Date.UTC(2023, 0, 2) + index * 9).toISOString();
}

const databaseIn = (folder: string): string => join(folder, 'lotse.sqlite');

/** Data of another generator is other data; an older schema is brought up to date when an LRS starts on it. */
async function versionOfData(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['statements.js', 'random.js'])
    hash.update(await readFile(join(projectRoot, 'dist', 'tests', 'bench', 'dataset', file)));
  return hash.digest('hex').slice(0, 12);
}

/** An empty LRS with one organisation and one credential. */
export async function emptyDataset(folder: string): Promise<Dataset> {
  await mkdir(folder, { recursive: true });
  const engine = await openSqlite({ path: databaseIn(folder), synchronous: 'normal' });
  const publicUrl = 'https://lotse.example';
  const { access } = createLrs({
    store: lrsStore(engine),
    clock: systemClock,
    logger: createLogger('silent'),
    vocabulary: vocabularyFor(publicUrl),
    publicUrl,
    bodyLimit: 1,
  });
  await access.createOrganisation({ id: benchOrganisation, name: 'Nordwerk' });
  const { key, secret } = await access.createCredential({
    organisation: benchOrganisation,
    scopes: ['all'],
    label: 'bench',
  });
  await engine.close();
  const dataset = { folder, size: 0, authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  await writeFile(join(folder, 'bench.json'), JSON.stringify(dataset));
  return dataset;
}

/** The statements from … to (not included), ready for the store. */
export function preparedStatements(from: number, to: number) {
  return Array.from({ length: to - from }, (_, each) => {
    const now = instantOf(from + each);
    return prepareStatement(
      completeStatement(statementAt(from + each, now) as Statement, { id: '', authority, now, version: '2.0.0' }),
    );
  });
}

/** A folder for a dataset that will grow, under its name only once it is whole: as a smaller one is, or empty. */
async function begin(part: string, smaller: string | undefined): Promise<void> {
  const making = `${part}.new`;
  await rm(making, { recursive: true, force: true });
  if (smaller === undefined) await emptyDataset(making);
  else {
    await mkdir(making, { recursive: true });
    for (const name of ['bench.json', 'lotse.sqlite']) await copyFile(join(smaller, name), join(making, name));
  }
  await rename(making, part);
}

/** A dataset of a size, made now if there is none; one that is smaller and there already is continued. */
export async function datasetOf(size: number, say: (text: string) => void): Promise<Dataset> {
  const version = await versionOfData();
  const folderOf = (of: number): string => join(cache, `${version}-${of}`);
  const folder = folderOf(size);
  const read = async (from: string): Promise<Dataset> => ({
    ...(JSON.parse(await readFile(join(from, 'bench.json'), 'utf8')) as Dataset),
    folder,
    size,
  });
  if (existsSync(folder)) return read(folder);
  const part = `${folder}.part`;
  say(`Making ${size} statements …`);
  // What was begun earlier goes on.
  if (!existsSync(part))
    await begin(
      part,
      [1_000_000, 100_000, 10_000]
        .filter((each) => each < size)
        .map(folderOf)
        .find((each) => existsSync(each)),
    );
  grow(databaseIn(part), { organisation: benchOrganisation, prepared: preparedStatements, instantOf }, size, say);
  await rename(part, folder);
  return read(folder);
}

/** A copy that may be written to. */
export async function copyOf(dataset: Dataset, folder: string): Promise<Dataset> {
  await mkdir(folder, { recursive: true });
  await copyFile(databaseIn(dataset.folder), databaseIn(folder));
  return { ...dataset, folder };
}

const [, , size] = process.argv;
if (size !== undefined && import.meta.filename === process.argv[1])
  await datasetOf(Number(size), (text) => void process.stdout.write(`${text}\n`));
