import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { withHash, LotseError } from '../../base/index.js';
import type { ContentDraft, ContentFile, LibraryName } from '../store/index.js';
import { mediaTypeOf } from './media-types.js';

const library = z.object({
  machineName: z.string().min(1),
  majorVersion: z.number().int(),
  minorVersion: z.number().int(),
});

const h5pJson = z.looseObject({
  title: z.string().min(1),
  language: z.string().min(2),
  mainLibrary: z.string().min(1),
  preloadedDependencies: z.array(library),
});

const lotseJson = z.object({
  kind: z.enum(['unit', 'case']),
  minutes: z.number().int().positive(),
  version: z.number().int().positive(),
  summary: z.string().min(1),
  titleEn: z.string().min(1).optional(),
  summaryEn: z.string().min(1).optional(),
  competencies: z.array(
    z.object({ framework: z.string().min(1), code: z.string().min(1), level: z.number().int().min(1).max(2) }),
  ),
});

function read<T>(schema: z.ZodType<T>, text: string, path: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (caught) {
    throw new LotseError('invalid-document', `${path} is not JSON.`, { path, cause: caught });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new LotseError('invalid-document', `${path}: ${issue.message}.`, { path: `${path}:${issue.path.join('.')}` });
}

function mainLibraryOf({ mainLibrary, preloadedDependencies }: z.infer<typeof h5pJson>, path: string): LibraryName {
  const found = preloadedDependencies.find(({ machineName }) => machineName === mainLibrary);
  if (found === undefined)
    throw new LotseError(
      'invalid-document',
      `${path}: the main library ${mainLibrary} is not among the preloaded dependencies.`,
      { path },
    );
  return { machineName: found.machineName, majorVersion: found.majorVersion, minorVersion: found.minorVersion };
}

/** Names of a content's files, in order. */
async function fileNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return (
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      // The three descriptions lie at the top, media in folders, as in an .h5p file's content/.
      .filter((name) => name.includes('/'))
      .sort()
  );
}

/** Describes a file by its content, which is added to the edition's hash as it passes. */
async function describeFile(folder: string, name: string, edition: Hash): Promise<ContentFile> {
  const path = join(folder, name);
  const contentType = mediaTypeOf(name);
  if (contentType === undefined || !/^[\w.-]+(?:\/[\w.-]+)*$/.test(name))
    throw new LotseError('invalid-document', `A content may not bring the file ${name}.`, { path });
  const { size: length } = await stat(path);
  edition.update(`${name}:${length}:`);
  const hash = createHash('sha256');
  for await (const piece of withHash(createReadStream(path), edition)) hash.update(piece);
  return { name, contentType, sha256: hash.digest('hex'), length };
}

/** A content in a folder. */
export interface ContentFolder {
  readonly draft: ContentDraft;
  /** Reads a file of the draft; each call starts from the beginning. */
  readFile(name: string): AsyncIterable<Uint8Array>;
}

/**
 * Reads a content from a folder: `content.json` (parameters), `h5p.json` (metadata), `lotse.json` (kind, minutes,
 * summary, competencies) and media in folders of their own. The folder's name is the content's id.
 * @throws LotseError `invalid-document` if a file is missing or not as it should be
 */
export async function readContentFolder(folder: string): Promise<ContentFolder> {
  const text = async (name: string): Promise<string> => {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch (caught) {
      throw new LotseError('invalid-document', `The content ${basename(folder)} has no ${name}.`, {
        path: join(folder, name),
        cause: caught,
      });
    }
  };
  const [parameters, metadata, description] = await Promise.all([
    text('content.json'),
    text('h5p.json'),
    text('lotse.json'),
  ]);
  read(z.looseObject({}), parameters, join(folder, 'content.json'));
  const h5p = read(h5pJson, metadata, join(folder, 'h5p.json'));
  const lotse = read(lotseJson, description, join(folder, 'lotse.json'));
  // SHA-256 over all parts of an edition; lengths separate neighbours.
  const edition = createHash('sha256');
  for (const each of [parameters, metadata, description]) edition.update(`${Buffer.byteLength(each)}:`).update(each);
  const files: ContentFile[] = [];
  for (const name of await fileNames(folder)) files.push(await describeFile(folder, name, edition));
  const draft: ContentDraft = {
    id: basename(folder),
    kind: lotse.kind,
    title: h5p.title,
    language: h5p.language,
    summary: lotse.summary,
    minutes: lotse.minutes,
    competencies: lotse.competencies,
    mainLibrary: mainLibraryOf(h5p, join(folder, 'h5p.json')),
    translations:
      lotse.titleEn === undefined || lotse.summaryEn === undefined
        ? {}
        : { en: { title: lotse.titleEn, summary: lotse.summaryEn } },
    parameters,
    metadata,
    files,
    edition: edition.digest('hex'),
  };
  return { draft, readFile: (name) => createReadStream(join(folder, name)) };
}
