export { createErasure, type Erasure, type PersonGone, type Who } from './create-erasure.js';
