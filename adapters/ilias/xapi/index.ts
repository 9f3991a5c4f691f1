export { createIliasXapi, type IliasXapi } from './create-ilias-xapi.js';
export { createDeletions } from './deletion.js';
export { iliasDialect } from './dialect.js';
export { parsePath, valuesAt } from './path.js';
