import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { LotseError } from '../../base/index.js';
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

async function readFiles(folder: string): Promise<readonly ContentFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = await Promise.all(
    paths.map(async (path): Promise<ContentFile | undefined> => {
      const name = relative(folder, path).split(sep).join('/');
      // The three descriptions lie at the top, media in folders, as in an .h5p file's content/.
      if (!name.includes('/')) return undefined;
      const contentType = mediaTypeOf(name);
      if (contentType === undefined || !/^[\w.-]+(?:\/[\w.-]+)*$/.test(name))
        throw new LotseError('invalid-document', `A content may not bring the file ${name}.`, { path });
      return { name, contentType, bytes: await readFile(path) };
    }),
  );
  return files.filter((file) => file !== undefined);
}

/** SHA-256 over all that makes an edition; lengths keep neighbours apart. */
function editionOf(texts: readonly string[], files: readonly ContentFile[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  for (const { name, bytes } of files) hash.update(`${name}:${bytes.byteLength}:`).update(bytes);
  return hash.digest('hex');
}

/**
 * Reads a content out of a folder: `content.json` (parameters), `h5p.json` (metadata), `lotse.json` (kind, minutes,
 * summary, competencies) and media in folders of their own. The folder's name is the content's id.
 * @throws LotseError `invalid-document` where a file is missing or not as it should be
 */
export async function readContentFolder(folder: string): Promise<ContentDraft> {
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
  const files = await readFiles(folder);
  return {
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
    edition: editionOf([parameters, metadata, description], files),
  };
}
