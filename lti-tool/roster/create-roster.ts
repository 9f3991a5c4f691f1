import { agentKey, asLotseError, isoNow, newUuid, type AgentKey, type Clock, type Logger, type OrganisationId } from '../../lrs/index.js';
import type { LaunchSession } from '../launch/index.js';
import type { LaunchRole, Member, Platforms } from '../platform/index.js';
import type { Introduction, ToolStore } from '../store/index.js';

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

/** What the roster is made of. */
export interface RosterParts {
  readonly store: ToolStore;
  readonly platforms: Pick<Platforms, 'find' | 'members'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who is in a course. */
export interface Roster {
  /**
   * The members of the course that a trainer was launched from, as the LMS lists them (NRPS 2.0). Where it has no
   * such service, or does not answer, those who were launched there.
   */
  members(organisation: OrganisationId, session: Pick<LaunchSession, 'platformId' | 'issuer' | 'membershipsUrl' | 'contextId'>): Promise<readonly RosterMember[]>;
}

/** Milliseconds for which a list is shown without asking the LMS again. */
const fresh = 5 * 60 * 1000;
/** Most lists kept; the oldest goes first. */
const mostLists = 500;

interface Kept {
  readonly members: readonly Member[];
  readonly fetched: number;
}

export function createRoster({ store, platforms, clock, logger }: RosterParts): Roster {
  const lists = new Map<string, Kept>();

  async function ask(organisation: OrganisationId, platformId: string, membershipsUrl: string): Promise<readonly Member[]> {
    const key = JSON.stringify([organisation, platformId, membershipsUrl]);
    const kept = lists.get(key);
    if (kept !== undefined && clock.now() - kept.fetched < fresh) return kept.members;
    const members = await platforms.members(await platforms.find(organisation, platformId), membershipsUrl);
    lists.delete(key);
    lists.set(key, { members, fetched: clock.now() });
    if (lists.size > mostLists) lists.delete(lists.keys().next().value!);
    return members;
  }

  async function launched(organisation: OrganisationId, platformId: string, contextId: string | undefined): Promise<readonly Member[]> {
    if (contextId === undefined) return [];
    const learners = await store.placements.learners(organisation, platformId, contextId);
    return learners.map(({ subject }) => ({ subject, roles: ['learner'] }));
  }

  async function listed(organisation: OrganisationId, session: Parameters<Roster['members']>[1]): Promise<readonly Member[]> {
    if (session.membershipsUrl === undefined) return launched(organisation, session.platformId, session.contextId);
    try {
      return await ask(organisation, session.platformId, session.membershipsUrl);
    } catch (caught) {
      const error = asLotseError(caught);
      if (error.code !== 'platform-unreachable') throw caught;
      logger.warn({ organisation, platform: session.platformId, detail: error.detail }, 'The LMS did not list the members of a course; those who were launched there are shown.');
      return launched(organisation, session.platformId, session.contextId);
    }
  }

  return {
    async members(organisation, session) {
      const members = await listed(organisation, session);
      const introductions = members.map(({ subject, name }): Introduction => ({
        issuer: session.issuer, subject, newPerson: newUuid(), ...(name === undefined ? {} : { name }),
      }));
      const persons = await store.people.introduce(organisation, introductions, isoNow(clock));
      const names = await store.people.names(organisation, persons);
      return members.map(({ subject, roles }, index) => {
        const person = persons[index]!;
        const name = names.get(person)?.name ?? undefined;
        return {
          person, actor: agentKey({ objectType: 'Agent', account: { homePage: session.issuer, name: subject } }),
          ...(name === undefined ? {} : { name }), roles,
        };
      });
    },
  };
}
