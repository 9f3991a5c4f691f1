export {
  createErasure,
  type Erasure,
  type ErasureParts,
  type ErasureWish,
  type PersonGone,
  type Who,
} from './create-erasure.js';
