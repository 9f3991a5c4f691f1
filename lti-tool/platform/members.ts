import { z } from 'zod';
import { LotseError } from '../../base/index.js';
import type { Platform } from '../store/index.js';
import type { IdentityClaims, LaunchIdentity } from './adapter.js';
import { fetchPages } from './pages.js';
import type { PlatformAccess } from './platform-access.js';
import type { LaunchRole } from './roles.js';

const maxPages = 200;
/** More members than any course has, and few enough to be kept in memory. */
const maxMembers = 20_000;
/** Page size of member lists: an LMS without a limit of its own would send a large course's list at once. */
const perPage = 200;

/** A member of a course (NRPS 2.0 §2.2). */
export interface Member {
  /** The same as in launches. */
  readonly subject: string;
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
}

/** Options for reading the members of an LMS. */
export interface MemberReading {
  identify(claims: IdentityClaims): LaunchIdentity;
  rolesOf(roles: readonly string[]): LaunchRole[];
}

/** A value that an LMS may leave out, or send as `null`. */
const said = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

const container = z.object({
  members: z.array(
    z.object({
      // As long as in a launch (LTI 1.3 §5.3.6.1).
      user_id: z.union([z.string().min(1).max(255), z.number().transform(String)]),
      status: said,
      email: said,
      name: said,
      given_name: said,
      family_name: said,
      roles: z.array(z.string()),
    }),
  ),
});

/**
 * All active members of a course; those who are inactive or deleted (NRPS 2.0 §2.3) are left out.
 * @param resourceLinkId only those who can open this link (NRPS 2.0 §3, `rlid`)
 * @throws PlatformResponseError, LotseError `platform-unreachable`
 */
export async function fetchMembers(
  access: PlatformAccess,
  reading: MemberReading,
  platform: Platform,
  membershipsUrl: string,
  resourceLinkId?: string,
): Promise<readonly Member[]> {
  const url = new URL(membershipsUrl);
  if (!url.searchParams.has('limit')) url.searchParams.set('limit', String(perPage));
  if (resourceLinkId !== undefined) url.searchParams.set('rlid', resourceLinkId);
  const members = new Map<string, Member>();
  for await (const body of fetchPages(access, platform, {
    url: url.href,
    scope: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    service: 'memberships',
    accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
    maxPages,
    limit: 8 * 1024 * 1024,
  })) {
    const parsed = container.safeParse(body);
    if (!parsed.success)
      throw new LotseError(
        'platform-unreachable',
        'The learning platform lists members in a way that its specification does not know.',
        { detail: 'memberships: wrong shape' },
      );
    for (const member of parsed.data.members) {
      if ((member.status ?? 'Active') !== 'Active') continue;
      const { subject, name } = reading.identify({ ...member, sub: member.user_id });
      if (members.size >= maxMembers && !members.has(subject))
        throw new LotseError(
          'platform-unreachable',
          'The learning platform lists more members than a course can have.',
          { detail: `memberships: over ${maxMembers} members` },
        );
      members.set(subject, { subject, ...(name === undefined ? {} : { name }), roles: reading.rolesOf(member.roles) });
    }
  }
  return [...members.values()];
}
