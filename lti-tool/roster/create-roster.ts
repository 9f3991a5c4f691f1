import { toLotseError, type Clock, type Instant, isoNow, type Logger, type LotseError } from '../../base/index.js';
import type { AgentKey, OrganisationId } from '../../lrs/index.js';
import { agentKeyOfIdentity, type VisitRecord, type PeopleStore } from '../../people/index.js';
import { ltiDetailsOf } from '../launch/index.js';
import type { LaunchRole, Platforms } from '../platform/index.js';
import type { LtiStore } from '../store/index.js';
import { createLists } from './lists.js';
import { introduce, type ListedMember } from './people.js';

/** A person in a course. */
export interface RosterMember {
  /** The person's UUID. */
  readonly person: string;
  /** The actor of their statements. */
  readonly actor: AgentKey;
  /** Missing if no LMS has sent it. */
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
}

/** The people in a course, as far as known. */
export interface CourseRoster {
  readonly members: readonly RosterMember[];
  /** When the LMS listed them; missing where these are only those who were launched here. */
  readonly asOf?: Instant;
}

/** Dependencies of the roster. */
export interface RosterParts {
  readonly store: Pick<LtiStore, 'placements'>;
  readonly people: Pick<PeopleStore, 'ensurePersons' | 'findNames'>;
  readonly platforms: Pick<Platforms, 'find' | 'members' | 'adapterOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The visit of an instructor. */
export type RosterVisit = Pick<VisitRecord, 'identity' | 'course' | 'wayIn'>;

/** A course with launches. */
interface LaunchedCourse {
  readonly platformId: string;
  readonly issuer: string;
  readonly membershipsUrl: string | undefined;
  readonly contextId: string | undefined;
  readonly resourceLinkId: string | undefined;
}

/** The course of a visit; `undefined` if no launch led to it. */
function courseOf(visit: RosterVisit): LaunchedCourse | undefined {
  const details = ltiDetailsOf(visit);
  return (
    details && {
      platformId: details.platformId,
      issuer: visit.identity.issuer,
      membershipsUrl: details.membershipsUrl,
      contextId: visit.course?.id,
      resourceLinkId: details.resourceLinkId,
    }
  );
}

/** The people in courses. */
export interface Roster {
  /**
   * The members of the visit's course, as listed by the LMS (NRPS 2.0); a list that is some minutes old is shown at
   * once, and renewed in the background. If the LMS has no such service, or does not respond, the people who were
   * launched there; nobody if no launch led to the visit.
   */
  members(organisation: OrganisationId, visit: RosterVisit): Promise<CourseRoster>;
}

/**
 * The reason for a missing list: the LMS does not provide it, or was switched off while people still have its launches
 * open.
 */
const notListed = new Set<LotseError['code']>(['platform-unreachable', 'platform-inactive', 'forbidden']);

export function createRoster(parts: RosterParts): Roster {
  const { store, people, clock, logger } = parts;
  const lists = createLists(parts);

  async function launched(
    organisation: OrganisationId,
    { platformId, contextId, issuer }: LaunchedCourse,
  ): Promise<readonly ListedMember[]> {
    if (contextId === undefined) return [];
    const learners = await store.placements.listLearners(organisation, platformId, contextId);
    return introduce(
      people,
      organisation,
      issuer,
      learners.map(({ subject }) => ({ subject, roles: ['learner'] })),
      isoNow(clock),
    );
  }

  async function listed(
    organisation: OrganisationId,
    course: LaunchedCourse,
  ): Promise<{ readonly members: readonly ListedMember[]; readonly asOf?: string }> {
    const { membershipsUrl } = course;
    if (membershipsUrl === undefined) return { members: await launched(organisation, course) };
    try {
      return await lists.of(organisation, { ...course, membershipsUrl });
    } catch (caught) {
      const error = toLotseError(caught);
      if (!notListed.has(error.code)) throw caught;
      logger.warn(
        { organisation, platform: course.platformId, detail: error.detail },
        'The LMS did not list the members of a course; those who were launched there are shown.',
      );
      return { members: await launched(organisation, course) };
    }
  }

  return {
    async members(organisation, visit) {
      const course = courseOf(visit);
      if (course === undefined) return { members: [] };
      const { members, asOf } = await listed(organisation, course);
      const names = await people.findNames(
        organisation,
        members.map(({ person }) => person),
      );
      return {
        ...(asOf === undefined ? {} : { asOf }),
        members: members.map(({ subject, roles, person }) => {
          const name = names.get(person)?.name ?? undefined;
          return {
            person,
            actor: agentKeyOfIdentity({ issuer: course.issuer, subject }),
            ...(name === undefined ? {} : { name }),
            roles,
          };
        }),
      };
    },
  };
}
