import { existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The folders of a path that do not exist yet, from the outermost one to the path itself. */
function missingOf(path: string): readonly string[] {
  const missing: string[] = [];
  for (let each = resolve(path); !existsSync(each); each = dirname(each)) {
    missing.unshift(each);
    if (each === dirname(each)) break;
  }
  return missing;
}

function ignoreExisting(caught: unknown): void {
  if ((caught as NodeJS.ErrnoException).code !== 'EEXIST') throw caught;
}

function notAFolder(path: string): Error {
  return Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
}

/** For their owner alone: Lotse's data names people. */
const mode = 0o700;

/**
 * Creates a folder, and missing ones above it, one at a time. Node's own `recursive` tries for ever if the
 * system denies that an existing folder exists, as below `/proc`.
 * @returns the outermost folder that was made; `undefined` where all were there
 * @throws the system's error if one cannot be made, at once
 */
export async function ensureFolder(path: string): Promise<string | undefined> {
  const missing = missingOf(path);
  for (const each of missing) await mkdir(each, { mode }).catch(ignoreExisting);
  if (!(await stat(path)).isDirectory()) throw notAFolder(path);
  return missing[0];
}

/** The same, synchronously; see `ensureFolder`. */
export function ensureFolderSync(path: string): string | undefined {
  const missing = missingOf(path);
  for (const each of missing) {
    try {
      mkdirSync(each, { mode });
    } catch (caught) {
      ignoreExisting(caught);
    }
  }
  if (!statSync(path).isDirectory()) throw notAFolder(path);
  return missing[0];
}
