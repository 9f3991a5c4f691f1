export { deepLinkReturn } from './endpoint.js';
