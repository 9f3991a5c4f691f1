/** The part of a visit that the player needs: the person, the content, and the place. */
export interface PlaySession {
  /** The person's id, a UUID of ours. */
  readonly person: string;
  /** The attempt's registration. */
  readonly registration: string;
  /** The content, and the version that the attempt is on. */
  readonly content: { readonly id: string; readonly version: number };
  /** The course that the learner came from, if any. */
  readonly course?: { readonly id: string; readonly title?: string; readonly platformId: string };
  /** The value of `context.platform`, e.g. the LMS's name or issuer. */
  readonly platform: string;
  /** Language of the page around the content. */
  readonly language: 'de' | 'en';
}

/**
 * Reads the player's part of a grant's `session`.
 * @throws LotseError `forbidden` if the grant was not made for playing
 */
export type ReadPlaySession = (session: string) => PlaySession;
