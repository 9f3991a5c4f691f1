export { pickerPages } from './routes.js';
