export { browserArea } from './area.js';
export {
  createStatementBrowser,
  type StatementBrowser,
  type StatementBrowserParts,
} from './create-statement-browser.js';
