/** A writer thread with commands that end it, which does not begin while a file `….refused` lies beside the database. */
import { existsSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import { serveWriter } from '../../adapters/sqlite/engine/index.js';
import { mortalModules } from './mortal-modules.js';

if (!isMainThread) {
  if (existsSync(`${(workerData as { readonly path: string }).path}.refused`)) throw new Error('refused to begin');
  serveWriter(mortalModules);
}
