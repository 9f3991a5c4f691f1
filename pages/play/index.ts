export { playPages } from './routes.js';
export { playTexts } from './texts.js';
