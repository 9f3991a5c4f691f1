import type { EpochMilliseconds, EpochSeconds } from '../../../base/index.js';
import type { State } from './schema.js';

/**
 * Marks a message as used, and removes expired marks.
 * @param until after it the message is refused for its age anyway
 * @returns `false` if it was used before
 */
export function useOnce(draft: State, id: string, until: EpochSeconds, now: EpochMilliseconds): boolean {
  draft.used = draft.used.filter((each) => each.until * 1000 > now);
  if (draft.used.some((each) => each.id === id)) return false;
  draft.used.push({ id, until });
  return true;
}

/** A new id, never used before. */
export function nextId(draft: State): string {
  draft.lastId += 1;
  return String(draft.lastId);
}
