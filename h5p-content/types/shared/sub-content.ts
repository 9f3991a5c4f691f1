import { own, type JsonRecord } from './read.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Gives every item of a content the UUID that identifies its statements and its part of the state.
 *
 * H5P editors write `subContentId` into groups marked `isSubContent`. If it is missing, or was copied together with
 * a card, the id is derived from the position: an RFC 9562 version 8 UUID that contains the word "Lotse" and the
 * number.
 */
export function subContentIds(): (item: JsonRecord, position: number) => string {
  const taken = new Set<string>();
  return (item, position) => {
    const given = own(item, 'subContentId');
    const candidate = typeof given === 'string' && uuid.test(given) ? given.toLowerCase() : undefined;
    const id = candidate !== undefined && !taken.has(candidate) ? candidate : derived(position);
    taken.add(id);
    return id;
  };
}

function derived(position: number): string {
  return `4c6f7473-6500-8000-8000-${position.toString(16).padStart(12, '0')}`;
}
