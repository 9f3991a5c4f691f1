import {
  toLotseError,
  type Clock,
  type Instant,
  isoNow,
  isRecent,
  type Logger,
  type Milliseconds,
} from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { PeopleStore } from '../../people/index.js';
import type { Member, Platforms } from '../platform/index.js';
import { introduce, type ListedMember } from './people.js';

/** Dependencies of member lists. */
export interface ListParts {
  readonly people: Pick<PeopleStore, 'ensurePersons'>;
  readonly platforms: Pick<Platforms, 'find' | 'members' | 'adapterOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A course with a member list in the LMS. */
export interface ListedCourse {
  readonly platformId: string;
  readonly issuer: string;
  readonly membershipsUrl: string;
  readonly resourceLinkId?: string | undefined;
}

/** A list as received from the LMS. */
export interface MemberList {
  readonly members: readonly ListedMember[];
  readonly asOf: Instant;
}

/** The cached member lists. */
export interface MemberLists {
  /** @throws PlatformResponseError, LotseError `platform-unreachable` if there is no list that may still be shown */
  of(organisation: OrganisationId, course: ListedCourse): Promise<MemberList>;
}

/** Time for which a list is shown without another request to the LMS. */
const freshMs: Milliseconds = 5 * 60 * 1000;
/** Time for which it is shown while a new one is being fetched; for an older one, pages wait. */
const usable: Milliseconds = 12 * 60 * 60 * 1000;
/** After a failure the LMS is not asked again for so long. */
const pauseAfterFailure: Milliseconds = 60 * 1000;
/** Maximum number of lists in the cache, and of members in all of them; the oldest list is dropped first. */
const maxLists = 500;
const maxMembers = 200_000;

interface CachedMemberList extends MemberList {
  readonly fetched: number;
  /** When a renewal last failed. */
  failed: number;
}

class CachedMemberLists implements MemberLists {
  readonly #parts: ListParts;
  readonly #lists = new Map<string, CachedMemberList>();
  readonly #running = new Map<string, Promise<MemberList>>();
  /** Members in all lists. */
  #cachedMembers = 0;

  constructor(parts: ListParts) {
    this.#parts = parts;
  }

  async of(organisation: OrganisationId, course: ListedCourse): Promise<MemberList> {
    const key = JSON.stringify([organisation, course.platformId, course.membershipsUrl, course.resourceLinkId]);
    const cached = this.#lists.get(key);
    if (cached === undefined || !isRecent(this.#parts.clock, cached.fetched, usable))
      return this.#renew(key, organisation, course);
    if (!isRecent(this.#parts.clock, cached.fetched, freshMs)) this.#renewBehind(key, cached, organisation, course);
    return cached;
  }

  #forget(key: string): void {
    this.#cachedMembers -= this.#lists.get(key)?.members.length ?? 0;
    this.#lists.delete(key);
  }

  /** Names that a trainer allowed for one link come only with that link; the course's list is the complete one. */
  async #withNamesOfLink(
    members: readonly Member[],
    ofLink: () => Promise<readonly Member[]>,
  ): Promise<readonly Member[]> {
    if (members.every(({ name }) => name !== undefined)) return members;
    const names = new Map((await ofLink()).map(({ subject, name }) => [subject, name]));
    return members.map((member) => {
      const name = member.name ?? names.get(member.subject);
      return name === undefined ? member : { ...member, name };
    });
  }

  async #fetched(
    key: string,
    organisation: OrganisationId,
    { platformId, issuer, membershipsUrl, resourceLinkId }: ListedCourse,
  ): Promise<MemberList> {
    const platform = await this.#parts.platforms.find(organisation, platformId);
    const ofCourse = await this.#parts.platforms.members(platform, membershipsUrl);
    const members =
      resourceLinkId === undefined || !this.#parts.platforms.adapterOf(platform).capabilities.namesByLink
        ? ofCourse
        : await this.#withNamesOfLink(ofCourse, () =>
            this.#parts.platforms.members(platform, membershipsUrl, resourceLinkId),
          );
    const asOf = isoNow(this.#parts.clock);
    const list: CachedMemberList = {
      members: await introduce(this.#parts.people, organisation, issuer, members, asOf),
      asOf,
      fetched: this.#parts.clock.now(),
      failed: -Infinity,
    };
    this.#forget(key);
    this.#lists.set(key, list);
    this.#cachedMembers += list.members.length;
    while (this.#lists.size > maxLists || (this.#cachedMembers > maxMembers && this.#lists.size > 1))
      this.#forget(this.#lists.keys().next().value!);
    return list;
  }

  /** One request at a time for a list, however many pages wait for it. */
  #renew(key: string, organisation: OrganisationId, course: ListedCourse): Promise<MemberList> {
    const started =
      this.#running.get(key) ?? this.#fetched(key, organisation, course).finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  #renewBehind(key: string, shown: CachedMemberList, organisation: OrganisationId, course: ListedCourse): void {
    if (isRecent(this.#parts.clock, shown.failed, pauseAfterFailure)) return;
    void this.#renew(key, organisation, course).catch((caught: unknown) => {
      shown.failed = this.#parts.clock.now();
      this.#parts.logger.warn(
        { organisation, platform: course.platformId, detail: toLotseError(caught).detail },
        "The list of a course's members could not be renewed; the last one is shown.",
      );
    });
  }
}

export function createLists(parts: ListParts): MemberLists {
  return new CachedMemberLists(parts);
}
