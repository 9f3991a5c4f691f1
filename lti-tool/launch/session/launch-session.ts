import { z } from 'zod';
import { isUuid, LotseError } from '../../../base/index.js';
import { frameAncestorsOf, languages } from '../../../web/index.js';
import { launchRoles } from '../../platform/index.js';
import { documentTargets } from '../message/read-presentation.js';

const uuid = z.string().refine(isUuid, 'must be a UUID');

const launchSession = z.object({
  /** The person's id, a UUID of ours. */
  person: uuid,
  /** The attempt's registration; only where a content was launched. */
  registration: uuid.optional(),
  /** The content and the version that the attempt is on; only where a content was launched. */
  content: z.object({ id: z.string().min(1), version: z.number().int().positive() }).optional(),
  course: z.object({ id: z.string().min(1), title: z.string().optional(), platformId: z.string().min(1) }).optional(),
  /** The LMS's name, for people and for `context.platform`. */
  platform: z.string().min(1),
  language: z.enum(languages),
  platformId: uuid,
  deploymentId: z.string(),
  /** `iss` and `sub`: who the person is to this LMS. */
  issuer: z.string(),
  subject: z.string(),
  roles: z.array(z.enum(launchRoles)),
  /** Where "back to the course" leads. */
  returnUrl: z.string().optional(),
  /** In what kind of place the LMS shows us, and whether it has settled on a height. */
  documentTarget: z.enum(documentTargets).optional(),
  fixedHeight: z.boolean().optional(),
  /** Addresses of the LMS: its pages, which may frame ours, have their origins. */
  platformAddresses: z.array(z.string()).optional(),
  /** AGS line item of this link. */
  lineItem: z.string().optional(),
  /** NRPS address of the course's members. */
  membershipsUrl: z.string().optional(),
  contextId: z.string().optional(),
  resourceLinkId: z.string().optional(),
  /** The link leads to the whole learning path, whose units are opened from there: registration under which the path's placement is kept. */
  path: uuid.optional(),
  /** What the picker must hand back; only where the LMS opened the picker. */
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

/**
 * What a launch leaves behind: the grant's `session`. It has all of h5p-content's PlaySession where a content was
 * launched. It holds no name and no e-mail address.
 */
export type LaunchSession = z.infer<typeof launchSession>;

/** @throws LotseError `session-lost` where the text is not a launch's session */
export function readLaunchSession(text: string): LaunchSession {
  try {
    return launchSession.parse(JSON.parse(text));
  } catch (caught) {
    throw new LotseError('session-lost', 'This launch has expired. Please open the unit again from your course.', {
      detail: 'grant without a launch session',
      cause: caught,
    });
  }
}

/** The origins that may frame a page of this launch (CSP `frame-ancestors`). */
export function ancestorsOf({
  issuer,
  platformAddresses = [],
}: Pick<LaunchSession, 'issuer' | 'platformAddresses'>): string {
  return frameAncestorsOf(issuer, ...platformAddresses);
}
