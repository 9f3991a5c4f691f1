import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { omitUndefined } from '../../../base/index.js';
import { claimNames, lenient, webAddress } from './claims.js';

/** In what kind of place an LMS shows us (LTI 1.3 §5.4.4). */
export const documentTargets = ['iframe', 'frame', 'window'] as const;

/** The way an LMS presents us, and the address for the way back. */
export interface Presentation {
  /** The language tag of the LMS's pages. */
  readonly locale?: string;
  readonly returnUrl?: string;
  readonly documentTarget?: (typeof documentTargets)[number];
  /** Pixels of the frame or window, if the LMS has fixed them. */
  readonly height?: number;
  readonly width?: number;
}

const pixels = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(1).max(100_000));

const schema = z.object({
  locale: lenient(z.string().max(50)),
  [claimNames.launchPresentation]: lenient(
    z.object({
      locale: lenient(z.string().max(50)),
      return_url: lenient(webAddress),
      document_target: lenient(z.enum(documentTargets)),
      height: lenient(pixels),
      width: lenient(pixels),
    }),
  ),
});

/**
 * Parses the presentation of a verified message. All of it is optional: malformed claims count as
 * absent, so that even a refused launch can lead people back.
 */
export function parsePresentation(claims: JWTPayload): Presentation {
  const { locale, [claimNames.launchPresentation]: given } = schema.parse(claims);
  return omitUndefined({
    locale: given?.locale ?? locale,
    returnUrl: given?.return_url,
    documentTarget: given?.document_target,
    height: given?.height,
    width: given?.width,
  });
}
