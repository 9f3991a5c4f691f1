import type { Vocabulary } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { Platform } from '../store/index.js';
import type { Platforms } from './platforms.js';

/**
 * All IRIs of a course in an organisation's statements: ours, after a launch, and the LMS's own, if it sends
 * statements of its own. Several registrations of one LMS share its courses.
 * @returns the given IRI first
 */
export function courseNames(platforms: Pick<Platforms, 'list' | 'adapterOf'>, vocabulary: Vocabulary) {
  const contextOf = (platform: Platform, iri: string): string | undefined => {
    const ours = vocabulary.courseOf(iri);
    return ours?.platformId === platform.id
      ? ours.courseId
      : platforms.adapterOf(platform).courseActivities?.contextId(platform.issuer, iri);
  };
  return async (organisation: OrganisationId, iri: string): Promise<readonly string[]> => {
    const registered = await platforms.list(organisation);
    const existing = registered.flatMap((platform) => {
      const contextId = contextOf(platform, iri);
      return contextId === undefined ? [] : [{ issuer: platform.issuer, contextId }];
    })[0];
    if (existing === undefined) return [iri];
    const names = registered
      .filter(({ issuer }) => issuer === existing.issuer)
      .flatMap((platform) => [
        vocabulary.course(platform.id, existing.contextId),
        platforms.adapterOf(platform).courseActivities?.iri(platform.issuer, existing.contextId),
      ]);
    return [...new Set([iri, ...names.filter((name): name is string => name !== undefined)])];
  };
}
