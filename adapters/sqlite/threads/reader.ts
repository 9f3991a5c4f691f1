/** The reading thread begins here. */
import { serveReader } from '../engine/index.js';
import { modules } from '../modules.js';

serveReader(modules);
