export { loginRouter } from './endpoints.js';
