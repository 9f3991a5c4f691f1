import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'node_modules'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder that holds package.json was not found.');
  return find(parent);
}

/** The checkout that the tests run in: where package.json, the sources and `dist/` lie. */
export const projectRoot = find(join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..'));
