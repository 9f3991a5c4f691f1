export { createErasure, type Eraser, type Erasure, joinErasers, type PersonGone, type Who } from './create-erasure.js';
