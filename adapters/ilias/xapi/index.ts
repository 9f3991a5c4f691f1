export { iliasDialect } from './dialect.js';
export { createIliasXapi, type IliasXapi, type IliasXapiParts } from './create-ilias-xapi.js';
