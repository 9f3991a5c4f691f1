import { type Clock, hashOfSecret, type Instant, isoNow, newSecret } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { LtiStore } from '../store/index.js';

/** Lifetime of an invitation, in days. */
export const invitationDays = 7;

/** A link, shown this once. */
export interface InvitationLink {
  /** The tool URL for registration that the LMS's administrator enters. */
  readonly url: string;
  readonly expires: Instant;
}

/** Dependencies of invitations. */
export interface InvitationParts {
  readonly store: Pick<LtiStore, 'invitations'>;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/**
 * Creates a link by which one LMS can register with an organisation, once. Only the hash of its secret is stored.
 * ILIAS appends its parameters with `&`, so the link must have a query of its own.
 */
export async function invite(
  { store, clock, publicUrl }: InvitationParts,
  organisation: OrganisationId,
): Promise<InvitationLink> {
  const secret = newSecret();
  const expires = new Date(clock.now() + invitationDays * 24 * 60 * 60 * 1000).toISOString();
  await store.invitations.addInvitation({
    secretHash: hashOfSecret(secret),
    organisation,
    created: isoNow(clock),
    expires,
  });
  return { url: `${publicUrl}/lti/register?invitation=${secret}`, expires };
}
