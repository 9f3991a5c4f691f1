import { z } from 'zod';
import { LotseError } from '../../lrs/base/index.js';
import type { Platform } from '../store/index.js';
import type { IdentityClaims, LaunchIdentity } from './adapter.js';
import type { PlatformAccess } from './platform-access.js';
import type { LaunchRole } from './roles.js';

const membershipScope = 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
const mostPages = 200;

/** A member of a course (NRPS 2.0 §2.2). */
export interface Member {
  /** The same as in launches. */
  readonly subject: string;
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
}

/** What an LMS may leave out, or fill with `null`. */
const said = z.string().nullish().transform((text) => text ?? undefined);

const container = z.object({
  members: z.array(z.object({
    user_id: z.union([z.string(), z.number().transform(String)]),
    status: z.string().optional(),
    email: said, name: said, given_name: said, family_name: said,
    roles: z.array(z.string()),
  })),
});

/** The next page's address in a Link header; Moodle writes the relation in curly quotes. */
export function nextPage(link: string | null, from: string): string | undefined {
  for (const [, target, parameters] of (link ?? '').matchAll(/<([^>]*)>((?:\s*;[^,<]*)*)/g)) {
    if (/;\s*rel\s*=\s*["“”]?next["“”]?\s*(;|$)/i.test(parameters!) && URL.canParse(target!, from)) return new URL(target!, from).href;
  }
  return undefined;
}

/** How the members of this LMS are to be understood. */
export interface MemberReading {
  identify(claims: IdentityClaims): LaunchIdentity;
  rolesOf(roles: readonly string[]): LaunchRole[];
}

/**
 * All active members of a course. Not by ltijs's `getMembers`, which stops after the first page where the Link header
 * is quoted as Moodle quotes it, and follows it to any host.
 * @throws PlatformRefusal, LotseError `platform-unreachable`
 */
export async function readMembers(access: PlatformAccess, reading: MemberReading, platform: Platform, membershipsUrl: string): Promise<readonly Member[]> {
  const members = new Map<string, Member>();
  let url: string | undefined = membershipsUrl;
  for (let page = 0; url !== undefined; page += 1) {
    if (page >= mostPages) throw new LotseError('platform-unreachable', 'The LMS lists members without end.', { detail: `memberships: over ${mostPages} pages` });
    const answer = await access.request(platform, membershipScope, 'memberships', {
      url, headers: { Accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' }, limit: 8 * 1024 * 1024,
    });
    // A header character beyond Latin-1 arrives as its UTF-8 bytes.
    const link = answer.headers.get('link');
    const parsed = container.safeParse(answer.body);
    if (!parsed.success) throw new LotseError('platform-unreachable', 'The LMS lists members in a way that its specification does not know.', { detail: 'memberships: wrong shape' });
    for (const member of parsed.data.members) {
      if ((member.status ?? 'Active') !== 'Active') continue;
      const { subject, name } = reading.identify({ ...member, sub: member.user_id });
      members.set(subject, { subject, ...(name === undefined ? {} : { name }), roles: reading.rolesOf(member.roles) });
    }
    const next = nextPage(link === null ? null : Buffer.from(link, 'latin1').toString('utf8'), url);
    if (next !== undefined && new URL(next).origin !== new URL(membershipsUrl).origin) {
      throw new LotseError('platform-unreachable', 'The LMS lists members at another address.', { detail: 'memberships: next page on another host' });
    }
    url = next;
  }
  return [...members.values()];
}
