import { z } from 'zod';
import { isUuid, LotseError } from '../../base/index.js';
import { frameAncestorsOf, languages } from '../../web/index.js';
import { roles } from '../roles/index.js';

const uuid = z.string().refine(isUuid, 'must be a UUID');

const visitSchema = z.object({
  /** The person's id, a UUID of ours. */
  person: uuid,
  /** The person's identity in this visit: the one that statements use. */
  identity: z.object({ issuer: z.string().min(1), subject: z.string().min(1) }),
  roles: z.array(z.enum(roles)),
  language: z.enum(languages),
  /** The name of the place the person comes from, e.g. the LMS's name: for people and for `context.platform`. */
  platform: z.string().min(1),
  course: z.object({ id: z.string().min(1), title: z.string().optional(), platformId: z.string().min(1) }).optional(),
  /** Where another site shows us; missing in a window that stands alone. */
  frame: z
    .object({
      /** Inside a page of the other site's; a window of its own otherwise. */
      embedded: z.boolean(),
      /** The other site has fixed the height. */
      fixedHeight: z.boolean(),
      /** Addresses of the other site: pages with their origins may frame ours. */
      addresses: z.array(z.string()),
    })
    .optional(),
  /** The address of "back to the course". */
  returnUrl: z.string().optional(),
  /** The unit that is open: the attempt's registration, the content and the version that the attempt is on. */
  unit: z
    .object({
      registration: uuid,
      content: z.object({ id: z.string().min(1), version: z.number().int().positive() }),
    })
    .optional(),
  /** Distinguishes the places of one content: an attempt belongs to one of them. */
  placement: z.string(),
  /** The whole learning path is open. */
  path: z.boolean().optional(),
  /** The result goes to a grade book. */
  graded: z.boolean().optional(),
  /** The way the person signed in, with data of that sign-in method that nobody else reads. */
  wayIn: z.object({ name: z.string().min(1), details: z.unknown() }).optional(),
});

/** The way in by an LRS credential: such a visit holds only while its credential does, and opens the pages behind that sign-in alone. */
export const credentialWayIn = 'credential';

/** The data stored for a visit, as the `session` of its grant. It holds no name and no e-mail address. */
export type VisitRecord = z.infer<typeof visitSchema>;

/** The visit in a grant's session; `undefined` if it contains something else. */
export function parseVisit(session: string): VisitRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(session);
  } catch {
    return undefined;
  }
  return visitSchema.safeParse(value).data;
}

/** Why nobody is there. @param detail for the log */
export function sessionLostError(detail: string): LotseError {
  return new LotseError('session-lost', 'This page belongs to a launch. Please open it from your course.', { detail });
}

/** The origins that may frame a page of this visit (CSP `frame-ancestors`). */
export function ancestorsOf({ frame }: Pick<VisitRecord, 'frame'>): string {
  return frame === undefined ? "'none'" : frameAncestorsOf(...frame.addresses);
}

/** The part of a visit that the player needs: the person, the unit, and the place. */
export interface PlayedUnit extends Pick<VisitRecord, 'person' | 'platform' | 'language'> {
  readonly registration: string;
  readonly content: { readonly id: string; readonly version: number };
  readonly course?: { readonly id: string; readonly title?: string; readonly platformId: string };
}

/**
 * The unit of the visit in a grant's session.
 * @throws LotseError `forbidden` if none is open
 */
export function parsePlayedUnit(session: string): PlayedUnit {
  const visit = parseVisit(session);
  if (visit?.unit === undefined)
    throw new LotseError('forbidden', 'This launch is not for playing a learning unit.', {
      detail: 'grant without a unit',
    });
  const { person, platform, language, unit, course } = visit;
  const played = { person, platform, language, ...unit };
  if (course === undefined) return played;
  const { title, ...place } = course;
  return { ...played, course: title === undefined ? place : { ...place, title } };
}
