import { z } from 'zod';
import { LotseError } from '../../base/index.js';
import type { LibraryName } from '../store/index.js';

const path = z.array(z.object({ path: z.string() }));
const dependencies = z
  .array(
    z.object({
      machineName: z.string(),
      majorVersion: z.number().int(),
      minorVersion: z.number().int(),
    }),
  )
  .optional();
const schema = z.looseObject({
  machineName: z.string(),
  majorVersion: z.number().int(),
  minorVersion: z.number().int(),
  patchVersion: z.number().int(),
  title: z.string(),
  runnable: z.union([z.literal(0), z.literal(1), z.boolean()]),
  preloadedJs: path.optional(),
  preloadedCss: path.optional(),
  preloadedDependencies: dependencies,
  dynamicDependencies: dependencies,
  editorDependencies: dependencies,
});

/** The contents of a library.json. */
export type LibraryJson = z.infer<typeof schema>;

/**
 * Parses a library.json.
 * @param place for messages
 * @throws LotseError `invalid-document` if it is none
 */
export function parseLibraryJson(text: string, place: string): LibraryJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (caught) {
    throw new LotseError('invalid-document', `${place} is not JSON.`, { path: place, cause: caught });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new LotseError('invalid-document', `${place}: ${issue.message}.`, { path: `${place}:${issue.path.join('.')}` });
}

/** Folder name of a library, e.g. `Lotse.MicroUnit-1.0`. */
export function libraryFolder({ machineName, majorVersion, minorVersion }: LibraryName): string {
  return `${machineName}-${majorVersion}.${minorVersion}`;
}

/** Parses `{machine name}-{major}.{minor}`; `undefined` if the text is no such name. */
export function libraryName(folder: string): LibraryName | undefined {
  const match = /^([\w-]+(?:\.[\w-]+)*)-(\d{1,9})\.(\d{1,9})$/.exec(folder);
  return match === null
    ? undefined
    : { machineName: match[1]!, majorVersion: Number(match[2]), minorVersion: Number(match[3]) };
}
