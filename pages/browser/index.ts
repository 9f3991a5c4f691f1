export { browserArea } from './area.js';
export {
  createStatementBrowser,
  type StatementBrowser,
  type StatementBrowserParts,
} from './create-statement-browser.js';
export { createLiveView } from './live-view.js';
export { sentenceOf, unnamedIn } from './sentence.js';
export { knownVerb, type KnownVerb, knownVerbs, verbTexts } from './texts/verbs.js';
