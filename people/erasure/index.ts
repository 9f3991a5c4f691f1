export { createErasure, type Eraser, type Erasure, type PersonGone, type Who } from './create-erasure.js';
export { joinErasers } from './join-erasers.js';
