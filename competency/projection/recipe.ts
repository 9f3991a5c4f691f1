import { uuidFrom } from '../../base/index.js';
import type { Frameworks } from '../framework/index.js';

/** Raised whenever `evidenceOf` reads the same statement otherwise than before. */
const readingVersion = 1;

/**
 * Names the way in which statements become evidence. Evidence made by another recipe is rebuilt at the
 * next start: that is how a new competency or a new reading reaches old statements.
 */
export function recipeFor(frameworks: Frameworks, verbs: ReadonlySet<string>): string {
  const codes = frameworks
    .list()
    .flatMap(({ id, groups }) => groups.flatMap(({ competencies }) => competencies.map(({ code }) => `${id}/${code}`)));
  return uuidFrom(String(readingVersion), ...codes.sort(), ...[...verbs].sort());
}
