export {
  createErasure,
  type Eraser,
  type Erasure,
  joinErasers,
  type PersonErasureCounts,
  type ErasureSubject,
} from './create-erasure.js';
