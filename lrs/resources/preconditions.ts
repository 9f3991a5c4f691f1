import { type Preconditions, readEntityTags } from '../document/index.js';
import type { Exchange } from './exchange.js';

/** What the request says must be true of what it asks for or changes. */
export function preconditionsOf({ request }: Exchange): Preconditions {
  const match = request.header('if-match');
  const noneMatch = request.header('if-none-match');
  return {
    ...(match === undefined ? {} : { match: readEntityTags(match) }),
    ...(noneMatch === undefined ? {} : { noneMatch: readEntityTags(noneMatch) }),
  };
}
