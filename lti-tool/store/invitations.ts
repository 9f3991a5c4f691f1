import type { OrganisationId } from '../../lrs/index.js';
import { isLeaseHeld } from './claim-leases.js';
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
 * Decides if a try may begin. `busy`: another one is under way. `token-used`: the registration token has served another
 * invitation, or is serving one at the moment.
 */
export type ReservationAnswer =
  | { readonly kind: 'reserved'; readonly organisation: OrganisationId }
  | { readonly kind: 'unknown' | 'expired' | 'redeemed' | 'busy' | 'token-used' };

/** The stored state of an invitation's tries. */
export interface StoredInvitation extends InvitationState {
  /** The try that holds it, or by which it was redeemed. */
  readonly reservation?: string;
  readonly reservedUntil?: string;
  /** SHA-256 (hex) of the registration token that the try has. */
  readonly tokenHash?: string;
}

const isTried = ({ platform, reservedUntil }: StoredInvitation, now: string): boolean =>
  platform === undefined && isLeaseHeld(reservedUntil, now);

/**
 * The result of a try. A try that holds the invitation already gets the same result again.
 * @param invitation the one that the link names; `undefined`: there is none
 * @param sameToken other invitations that were tried with the same registration token
 */
export function reservationAnswer(
  invitation: StoredInvitation | undefined,
  sameToken: readonly StoredInvitation[],
  { reservation, now }: Reservation,
): ReservationAnswer {
  if (invitation === undefined) return { kind: 'unknown' };
  if (invitation.platform !== undefined) return { kind: 'redeemed' };
  if (invitation.expires <= now) return { kind: 'expired' };
  if (isTried(invitation, now) && invitation.reservation !== reservation) return { kind: 'busy' };
  if (sameToken.some((other) => other.platform !== undefined || isTried(other, now))) return { kind: 'token-used' };
  return { kind: 'reserved', organisation: invitation.organisation };
}

/** The outcome of redeeming an invitation, before the platform is looked at; `redeem`: it may be used up now. */
export function redemptionOf(
  invitation: StoredInvitation | undefined,
  reservation: string,
  platform: string,
): 'redeem' | 'redeemed' | 'lost' {
  if (invitation?.reservation !== reservation) return 'lost';
  if (invitation.platform === undefined) return 'redeem';
  return invitation.platform === platform ? 'redeemed' : 'lost';
}

/** Commands of invitations. */
export interface InvitationCommands {
  /**
   * Keeps an invitation, and forgets some of those that expired more than a day before `created`. One with the same
   * secret stays as it is: repeated it changes nothing.
   */
  addInvitation(invitation: Invitation): Promise<void>;
  /**
   * Of several tries at once, in any process, one gets the invitation. Repeated by the try that holds it, it
   * answers `reserved` again.
   */
  reserveInvitation(reservation: Reservation): Promise<ReservationAnswer>;
  /** Gives the invitation and the registration token free again: the LMS took nothing. Repeated it changes nothing. */
  releaseInvitation(secretHash: string, reservation: string): Promise<void>;
  /**
   * Uses the invitation up and adds the platform, both or neither. Repeated with the same reservation and platform id it
   * answers `redeemed` and changes nothing.
   * @returns `lost` if the reservation is no longer held; `conflict` if `addPlatform` would answer `false`
   */
  redeemInvitation(
    secretHash: string,
    reservation: string,
    platform: Platform,
  ): Promise<'redeemed' | 'lost' | 'conflict'>;
}

/** Queries of invitations. */
export interface InvitationQueries {
  findInvitation(secretHash: string): Promise<InvitationState | undefined>;
}
