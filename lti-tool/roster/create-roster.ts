import { asLotseError, type Clock, isoNow, type Logger, type LotseError } from '../../base/index.js';
import type { AgentKey, OrganisationId } from '../../lrs/index.js';
import { agentKeyOfIdentity, type PeopleStore } from '../../people/index.js';
import type { LaunchSession } from '../launch/index.js';
import type { LaunchRole, Platforms } from '../platform/index.js';
import type { ToolStore } from '../store/index.js';
import { createLists } from './lists.js';
import { introduce, type ListedMember } from './people.js';

/** Somebody in a course. */
export interface RosterMember {
  /** The person's UUID. */
  readonly person: string;
  /** Whom their statements are about. */
  readonly actor: AgentKey;
  /** Missing where no LMS has told it. */
  readonly name?: string;
  readonly roles: readonly LaunchRole[];
}

/** Who is in a course, as far as we know. */
export interface CourseRoster {
  readonly members: readonly RosterMember[];
  /** When the LMS listed them, ISO 8601 UTC; missing where these are only those who were launched here. */
  readonly asOf?: string;
}

/** What the roster is made of. */
export interface RosterParts {
  readonly store: Pick<ToolStore, 'placements'>;
  readonly people: Pick<PeopleStore, 'introducePeople' | 'findNames'>;
  readonly platforms: Pick<Platforms, 'find' | 'members' | 'adapterOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The course that a trainer was launched from. */
export type RosterSession = Pick<
  LaunchSession,
  'platformId' | 'issuer' | 'membershipsUrl' | 'contextId' | 'resourceLinkId'
>;

/** Who is in a course. */
export interface Roster {
  /**
   * The members of a course, as the LMS lists them (NRPS 2.0); a list that is some minutes old is shown at once, and
   * renewed behind it. Where the LMS has no such service, or does not answer, those who were launched there.
   */
  members(organisation: OrganisationId, session: RosterSession): Promise<CourseRoster>;
}

/** Why there is no list: the LMS does not give it, or was switched off while people still have its launches open. */
const notListed = new Set<LotseError['code']>(['platform-unreachable', 'platform-inactive', 'forbidden']);

export function createRoster(parts: RosterParts): Roster {
  const { store, people, clock, logger } = parts;
  const lists = createLists(parts);

  async function launched(
    organisation: OrganisationId,
    { platformId, contextId, issuer }: RosterSession,
  ): Promise<readonly ListedMember[]> {
    if (contextId === undefined) return [];
    const learners = await store.placements.learners(organisation, platformId, contextId);
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
    session: RosterSession,
  ): Promise<{ readonly members: readonly ListedMember[]; readonly asOf?: string }> {
    const { membershipsUrl } = session;
    if (membershipsUrl === undefined) return { members: await launched(organisation, session) };
    try {
      return await lists.of(organisation, { ...session, membershipsUrl });
    } catch (caught) {
      const error = asLotseError(caught);
      if (!notListed.has(error.code)) throw caught;
      logger.warn(
        { organisation, platform: session.platformId, detail: error.detail },
        'The LMS did not list the members of a course; those who were launched there are shown.',
      );
      return { members: await launched(organisation, session) };
    }
  }

  return {
    async members(organisation, session) {
      const { members, asOf } = await listed(organisation, session);
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
            actor: agentKeyOfIdentity({ issuer: session.issuer, subject }),
            ...(name === undefined ? {} : { name }),
            roles,
          };
        }),
      };
    },
  };
}
