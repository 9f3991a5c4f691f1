export { recordOf } from './record.js';
export { responseLine, responseView } from './response-view.js';
export { mostSolutions, readAnswer, readSolutions, type Response } from './responses.js';
export { attemptPages, mostStatements } from './routes.js';
export { attemptTexts } from './texts.js';
export { attemptPage, type AttemptView } from './view.js';
export { inLanguage, longestText, plainWords } from './words.js';
