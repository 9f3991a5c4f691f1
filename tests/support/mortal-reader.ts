/** A reading thread with one query more: one that ends it. */
import { isMainThread } from 'node:worker_threads';
import { serveReader } from '../../adapters/sqlite/engine/index.js';
import { mortalModules } from './mortal-modules.js';

if (!isMainThread) serveReader(mortalModules);
