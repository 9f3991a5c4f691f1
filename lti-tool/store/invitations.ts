import type { OrganisationId } from '../../lrs/index.js';
import type { Platform } from './platforms.js';

/** The permission to connect one LMS to an organisation, by dynamic registration. */
export interface Invitation {
  /** SHA-256 (hex) of the secret in the link. */
  readonly secretHash: string;
  readonly organisation: OrganisationId;
  /** ISO 8601 UTC. */
  readonly created: string;
  /** ISO 8601 UTC. */
  readonly expires: string;
}

/** An invitation, and what has become of it. */
export interface InvitationState extends Invitation {
  /** The platform that it was redeemed for. */
  readonly platform?: string;
}

/** A registration that is about to be sent to an LMS. */
export interface Reservation {
  readonly secretHash: string;
  /** SHA-256 (hex) of the LMS's registration token, where it gave one. */
  readonly tokenHash?: string;
  /** UUID of this try. */
  readonly reservation: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Until when nobody else may try, ISO 8601 UTC. */
  readonly until: string;
}

/**
 * Whether a try may begin. `busy`: another one is under way. `token-used`: the registration token has served another
 * invitation, or is serving one at the moment.
 */
export type ReservationAnswer =
  | { readonly kind: 'reserved'; readonly organisation: OrganisationId }
  | { readonly kind: 'unknown' | 'expired' | 'redeemed' | 'busy' | 'token-used' };

/** What changes invitations. */
export interface InvitationCommands {
  /** Keeps an invitation, and forgets some of those that expired more than a day before `created`. */
  add(invitation: Invitation): Promise<void>;
  /** Of several tries at once, in whatever processes, one gets the invitation. */
  reserve(reservation: Reservation): Promise<ReservationAnswer>;
  /** Gives the invitation and the registration token free again: the LMS took nothing. */
  release(secretHash: string, reservation: string): Promise<void>;
  /**
   * Uses the invitation up and adds the platform, both or neither.
   * @returns `lost` where the reservation is no longer held; `conflict` where the issuer and client id are registered already
   */
  redeem(secretHash: string, reservation: string, platform: Platform): Promise<'redeemed' | 'lost' | 'conflict'>;
}

/** What reads invitations. */
export interface InvitationQueries {
  find(secretHash: string): Promise<InvitationState | undefined>;
}
