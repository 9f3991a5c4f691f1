import { asLotseError, type Clock, isoNow, isRecent, type Logger } from '../../base/index.js';
import type { OrganisationId } from '../../lrs/index.js';
import type { PeopleStore } from '../../people/index.js';
import type { Member, Platforms } from '../platform/index.js';
import { introduce, type ListedMember } from './people.js';

/** Dependencies of member lists. */
export interface ListParts {
  readonly people: Pick<PeopleStore, 'introducePeople'>;
  readonly platforms: Pick<Platforms, 'find' | 'members' | 'adapterOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A course whose members the LMS lists. */
export interface ListedCourse {
  readonly platformId: string;
  readonly issuer: string;
  readonly membershipsUrl: string;
  readonly resourceLinkId?: string | undefined;
}

/** A list as the LMS gave it out. */
export interface MemberList {
  readonly members: readonly ListedMember[];
  /** When, ISO 8601 UTC. */
  readonly asOf: string;
}

/** The lists of members, kept for a while. */
export interface MemberLists {
  /** @throws PlatformRefusal, LotseError `platform-unreachable` where there is no list that may still be shown */
  of(organisation: OrganisationId, course: ListedCourse): Promise<MemberList>;
}

/** Milliseconds for which a list is shown without asking the LMS again. */
const fresh = 5 * 60 * 1000;
/** Milliseconds for which it is shown while a new one is on its way; an older one is waited for. */
const usable = 12 * 60 * 60 * 1000;
/** After a failure the LMS is not asked again for so long (milliseconds). */
const pauseAfterFailure = 60 * 1000;
/** Most lists kept, and most members in all of them; the oldest list goes first. */
const mostLists = 500;
const mostMembers = 200_000;

interface Kept extends MemberList {
  readonly fetched: number;
  /** When a renewal failed last. */
  failed: number;
}

export function createLists({ people, platforms, clock, logger }: ListParts): MemberLists {
  const lists = new Map<string, Kept>();
  const running = new Map<string, Promise<MemberList>>();
  /** Members in all lists. */
  let kept = 0;

  function forget(key: string): void {
    kept -= lists.get(key)?.members.length ?? 0;
    lists.delete(key);
  }

  /** Names that a trainer allowed for one link come only with that link; the course's list stays the one that counts. */
  async function withNamesOfLink(
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

  async function fetched(
    key: string,
    organisation: OrganisationId,
    { platformId, issuer, membershipsUrl, resourceLinkId }: ListedCourse,
  ): Promise<MemberList> {
    const platform = await platforms.find(organisation, platformId);
    const ofCourse = await platforms.members(platform, membershipsUrl);
    const members =
      resourceLinkId === undefined || !platforms.adapterOf(platform).capabilities.namesByLink
        ? ofCourse
        : await withNamesOfLink(ofCourse, () => platforms.members(platform, membershipsUrl, resourceLinkId));
    const asOf = isoNow(clock);
    const list: Kept = {
      members: await introduce(people, organisation, issuer, members, asOf),
      asOf,
      fetched: clock.now(),
      failed: -Infinity,
    };
    forget(key);
    lists.set(key, list);
    kept += list.members.length;
    while (lists.size > mostLists || (kept > mostMembers && lists.size > 1)) forget(lists.keys().next().value!);
    return list;
  }

  /** One request at a time for a list, however many pages wait for it. */
  function renew(key: string, organisation: OrganisationId, course: ListedCourse): Promise<MemberList> {
    const started = running.get(key) ?? fetched(key, organisation, course).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  }

  function renewBehind(key: string, shown: Kept, organisation: OrganisationId, course: ListedCourse): void {
    if (isRecent(clock, shown.failed, pauseAfterFailure)) return;
    void renew(key, organisation, course).catch((caught: unknown) => {
      shown.failed = clock.now();
      logger.warn(
        { organisation, platform: course.platformId, detail: asLotseError(caught).detail },
        "The list of a course's members could not be renewed; the last one is shown.",
      );
    });
  }

  return {
    async of(organisation, course) {
      const key = JSON.stringify([organisation, course.platformId, course.membershipsUrl, course.resourceLinkId]);
      const known = lists.get(key);
      if (known === undefined || !isRecent(clock, known.fetched, usable)) return renew(key, organisation, course);
      if (!isRecent(clock, known.fetched, fresh)) renewBehind(key, known, organisation, course);
      return known;
    },
  };
}
