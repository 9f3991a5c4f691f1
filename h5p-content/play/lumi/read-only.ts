import { LotseError } from '../../../base/index.js';

/**
 * The implementation of an operation that the player never needs: Lumi's interfaces combine reading and writing,
 * and playing only reads.
 */
export function notWhilePlaying(operation: string): () => Promise<never> {
  return async () => {
    throw new LotseError('internal', 'Something went wrong on our side. It has been logged.', {
      detail: `${operation} was called while playing`,
    });
  };
}
