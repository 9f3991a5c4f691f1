/** The writer thread begins here. */
import { serveWriter } from '../engine/index.js';
import { modules } from '../modules.js';

serveWriter(modules);
