export { createStatementBrowser, type StatementBrowser, type StatementBrowserParts } from './create-statement-browser.js';
