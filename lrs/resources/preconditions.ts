import { type Preconditions, readEntityTags } from '../document/index.js';
import type { Exchange } from './exchange.js';

/** The preconditions of a request. */
export function preconditionsOf({ request }: Exchange): Preconditions {
  const match = request.header('if-match');
  const noneMatch = request.header('if-none-match');
  return {
    ...(match === undefined ? {} : { match: readEntityTags(match) }),
    ...(noneMatch === undefined ? {} : { noneMatch: readEntityTags(noneMatch) }),
  };
}
