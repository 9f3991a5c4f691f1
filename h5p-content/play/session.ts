import { z } from 'zod';
import { isUuid, LotseError } from '../../base/index.js';

const uuid = z.string().refine(isUuid, 'must be a UUID');

const playSession = z.object({
  person: uuid,
  registration: uuid,
  content: z.object({ id: z.string().min(1), version: z.number().int().positive() }),
  course: z.object({ id: z.string().min(1), title: z.string().optional(), platformId: z.string().min(1) }).optional(),
  platform: z.string().min(1),
  language: z.enum(['de', 'en']),
});

/** What a launch says about who plays what, and where. It is the part of a grant's `session` that playing needs. */
export interface PlaySession {
  /** The person's id, a UUID of ours. */
  readonly person: string;
  /** The attempt's registration. */
  readonly registration: string;
  /** The content, and the version that the attempt is on. */
  readonly content: { readonly id: string; readonly version: number };
  /** The course that the learner came from, if any. */
  readonly course?: { readonly id: string; readonly title?: string; readonly platformId: string };
  /** What `context.platform` says, e.g. the LMS's name or issuer. */
  readonly platform: string;
  /** Language of the page around the content. */
  readonly language: 'de' | 'en';
}

/**
 * Reads the play session out of a grant's `session`; what others keep beside it is left alone.
 * @param text JSON text
 * @throws LotseError `forbidden` where the grant was not made for playing
 */
export function readPlaySession(text: string): PlaySession {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = playSession.safeParse(value);
  if (!parsed.success) {
    throw new LotseError('forbidden', 'This launch is not for playing a learning unit.', {
      detail: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    });
  }
  const { course, ...rest } = parsed.data;
  if (course === undefined) return rest;
  const { title, ...place } = course;
  return { ...rest, course: title === undefined ? place : { ...place, title } };
}
