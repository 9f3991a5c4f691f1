import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that ships, `dist/`: the compiled rooms, and beside them, under the paths that they have in the source
 * tree, the files that they read while they run.
 * @example join(distFolder, 'web', 'static')
 */
export const distFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
