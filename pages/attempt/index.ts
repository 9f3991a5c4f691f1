export { recordOf } from './record.js';
export { responseLine, responseView } from './response-view.js';
export { maxSolutions, parseResponse, parseSolutions, type Response } from './responses.js';
export { attemptPages, maxStatements } from './routes.js';
export { attemptTexts } from './texts.js';
export { renderAttemptPage, type AttemptView } from './view.js';
export { inLanguage, maxTextLength, plainWords } from './words.js';
