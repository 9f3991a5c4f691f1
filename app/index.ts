export { composeLotse, type Lotse } from './lotse.js';
