import { uuidFrom } from '../../base/index.js';
import type { Frameworks } from '../framework/index.js';

/** Increased whenever `evidenceOf` reads the same statement differently. */
const readingVersion = 1;

/**
 * The version of the projection from statements to evidence. Evidence of another version is rebuilt at the
 * next start: that is how a new competency or a new rule for reading applies to old statements.
 */
export function projectionVersionOf(frameworks: Frameworks, verbs: ReadonlySet<string>): string {
  const codes = frameworks
    .list()
    .flatMap(({ id, groups }) => groups.flatMap(({ competencies }) => competencies.map(({ code }) => `${id}/${code}`)));
  return uuidFrom(String(readingVersion), ...codes.sort(), ...[...verbs].sort());
}
