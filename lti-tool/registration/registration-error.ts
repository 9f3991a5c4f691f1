import { LotseError } from '../../base/index.js';

/** Every reason to refuse a registration; each has a sentence of its own in `texts.ts`. */
export const refusalReasons = [
  'not-from-lms',
  'invitation-unknown',
  'invitation-expired',
  'invitation-redeemed',
  'invitation-busy',
  'token-used',
  'configuration-address',
  'configuration-internal',
  'configuration-unreachable',
  'configuration-content-type',
  'configuration-malformed',
  'configuration-too-large',
  'configuration-issuer',
  'configuration-insecure',
  'configuration-unsupported',
  'configuration-changed',
  'registration-unreachable',
  'registration-token-refused',
  'registration-refused',
  'registration-malformed',
  'already-registered',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A refused registration, with the reason in a form for pages and tests. */
export class RegistrationError extends LotseError {
  /** @param detail for the log; must hold no secret, neither ours nor the LMS's */
  constructor(
    readonly reason: RefusalReason,
    detail: string = reason,
    cause?: unknown,
  ) {
    super('invalid-registration', 'The learning platform cannot be connected in this way.', {
      detail: `registration: ${reason}${detail === reason ? '' : ` (${detail})`}`,
      path: reason,
      cause,
    });
  }
}
