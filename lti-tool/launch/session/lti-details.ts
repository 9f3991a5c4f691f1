import { z } from 'zod';
import { isUuid } from '../../../base/index.js';
import type { VisitRecord } from '../../../people/index.js';
import type { Placement } from '../../store/index.js';

const uuid = z.string().refine(isUuid, 'must be a UUID');

const ltiDetails = z.object({
  platformId: uuid,
  deploymentId: z.string(),
  /** AGS line item of this link. */
  lineItem: z.string().optional(),
  /** NRPS address of the course's members. */
  membershipsUrl: z.string().optional(),
  resourceLinkId: z.string().optional(),
  /** The link leads to the whole learning path, whose units are opened from there: registration under which the path's placement is kept. */
  path: uuid.optional(),
  /** The settings the picker must respect; only if the LMS opened the picker. */
  deepLinking: z
    .object({
      returnUrl: z.string(),
      acceptTypes: z.array(z.string()),
      acceptMultiple: z.boolean(),
      data: z.string().optional(),
      acceptTargets: z.array(z.string()).optional(),
      acceptLineItem: z.boolean().optional(),
      autoCreate: z.boolean().optional(),
      title: z.string().optional(),
      text: z.string().optional(),
    })
    .optional(),
});

/** The launch's own data in the visit it ends in. */
export type LtiDetails = z.infer<typeof ltiDetails>;

/** A visit that began with a launch from an LMS. */
export const ltiWayIn = 'lti';

/** The launch's own data in a visit; `undefined` if the person came in another way. */
export function ltiDetailsOf({ wayIn }: Pick<VisitRecord, 'wayIn'>): LtiDetails | undefined {
  return wayIn?.name === ltiWayIn ? ltiDetails.parse(wayIn.details) : undefined;
}

/**
 * True if a place is in the course the visitor was launched from. If the LMS names no course, the link stands for it.
 */
export function isInCourse(
  { platform, contextId, resourceLinkId }: Placement,
  visit: Pick<VisitRecord, 'course' | 'wayIn'>,
): boolean {
  const details = ltiDetailsOf(visit);
  if (details === undefined || platform !== details.platformId) return false;
  return visit.course === undefined
    ? contextId === undefined && resourceLinkId !== undefined && resourceLinkId === details.resourceLinkId
    : contextId === visit.course.id;
}
