import type { KeptVisit } from '../../../people/index.js';
import type { Placement } from '../../store/index.js';
import { ltiDetailsOf } from './lti-details.js';

/**
 * True if a place is in the course the visitor was launched from. If the LMS names no course, the link stands for it.
 */
export function isInCourse(
  { platform, contextId, resourceLinkId }: Placement,
  visit: Pick<KeptVisit, 'course' | 'wayIn'>,
): boolean {
  const details = ltiDetailsOf(visit);
  if (details === undefined || platform !== details.platformId) return false;
  return visit.course === undefined
    ? contextId === undefined && resourceLinkId !== undefined && resourceLinkId === details.resourceLinkId
    : contextId === visit.course.id;
}
