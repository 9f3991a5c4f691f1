import type { Attempt, CatalogueEntry, H5pContent } from '../../h5p-content/index.js';
import type { AgentKey } from '../../lrs/index.js';
import { isInCourse, type Placement, type PlacementQueries } from '../../lti-tool/index.js';
import type { PageVisit } from './visit.js';

/** Dependencies of finding attempts. */
export interface AttemptParts {
  readonly content: {
    readonly attempts: Pick<H5pContent['attempts'], 'list'>;
    readonly catalogue: Pick<H5pContent['catalogue'], 'find'>;
  };
  readonly placements: Pick<PlacementQueries, 'findPlacement'>;
}

/** The person whose attempts are shown. */
export interface AttemptSubject {
  readonly actors: readonly AgentKey[];
  /** The base path of a learner's pages, for an instructor; missing for the visitor's own. */
  readonly learnerPath?: string;
}

/** An attempt, and where in which LMS it takes place, if that is known. */
export interface PlacedAttempt extends Attempt {
  readonly at?: Placement;
}

/** Maximum number of attempts whose place is looked up for a page: more than anybody makes. */
const maxPlacedAttempts = 200;

/** The path of the page of an attempt; without a registration, of the one that counts. */
export function attemptPath(
  { learnerPath = '' }: Pick<AttemptSubject, 'learnerPath'>,
  contentId: string,
  registration?: string,
): string {
  return `${learnerPath}/attempts/${encodeURIComponent(contentId)}${registration === undefined ? '' : `/${encodeURIComponent(registration)}`}`;
}

/** A person's attempts, wherever they were made, the one that was begun last first. */
async function allOf(
  { content }: AttemptParts,
  { organisation }: PageVisit,
  { actors }: AttemptSubject,
): Promise<readonly Attempt[]> {
  const all = await content.attempts.list(organisation, actors);
  return all.toSorted((one, other) => (one.started === other.started ? 0 : one.started < other.started ? 1 : -1));
}

/**
 * A person's attempts, the one that was begun last first, as far as the visitor may see them: their own wherever they
 * were made, a learner's in the course that the visitor runs.
 * @param contentId of this content alone; left out: of all
 */
export async function attemptsOf(
  parts: AttemptParts,
  visit: PageVisit,
  subject: AttemptSubject,
  contentId?: string,
): Promise<readonly PlacedAttempt[]> {
  const { learnerPath } = subject;
  const newest = (await allOf(parts, visit, subject))
    .filter((attempt) => contentId === undefined || attempt.contentId === contentId)
    .slice(0, maxPlacedAttempts);
  const placed = await Promise.all(
    newest.map(async (attempt): Promise<PlacedAttempt> => {
      const at = await parts.placements.findPlacement(visit.organisation, attempt.registration);
      return at === undefined ? attempt : { ...attempt, at };
    }),
  );
  return learnerPath === undefined ? placed : placed.filter(({ at }) => at !== undefined && isInCourse(at, visit));
}

/** The same for all contents, without the places: a visitor's own need not be looked up one by one. */
export async function visibleAttempts(
  parts: AttemptParts,
  visit: PageVisit,
  subject: AttemptSubject,
): Promise<readonly Attempt[]> {
  return subject.learnerPath === undefined ? allOf(parts, visit, subject) : attemptsOf(parts, visit, subject);
}

/** A content that a person has worked on. */
export interface RecentContent {
  readonly href: string;
  readonly content: CatalogueEntry;
  /** When the latest attempt was begun, and when it was completed, if it was. */
  readonly started: string;
  readonly finished?: string;
}

/** Maximum length of the list of recent contents. */
const maxRecentContents = 30;

/** A person's recent contents, the latest first; the visitor sees of them what `attemptsOf` allows. */
export async function recentContents(
  parts: AttemptParts,
  visit: PageVisit,
  subject: AttemptSubject,
): Promise<readonly RecentContent[]> {
  const latest = new Map<string, Attempt>();
  for (const attempt of await visibleAttempts(parts, visit, subject)) {
    if (!latest.has(attempt.contentId) && latest.size < maxRecentContents) latest.set(attempt.contentId, attempt);
  }
  const found = await Promise.all(
    [...latest.values()].map(async ({ contentId, started, finished }): Promise<RecentContent | undefined> => {
      const content = await parts.content.catalogue.find(visit.organisation, contentId);
      return content === undefined
        ? undefined
        : {
            href: visit.link(attemptPath(subject, contentId)),
            content,
            started,
            ...(finished === undefined ? {} : { finished }),
          };
    }),
  );
  return found.filter((each) => each !== undefined);
}
