import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that ships, `dist/`: the compiled rooms, and beside them, under the same paths as in the source
 * tree, the files they read at run time.
 * @example join(distFolder, 'web', 'static')
 */
export const distFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
