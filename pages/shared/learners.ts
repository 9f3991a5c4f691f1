import { type Logger, LotseError } from '../../base/index.js';
import type { CourseRoster, Roster } from '../../lti-tool/index.js';
import { pageAddresses } from './page-addresses.js';
import { visitTexts } from './texts.js';
import type { PageVisit } from './visit.js';

/** Dependencies of showing a learner. */
export interface LearnerParts {
  readonly roster: Roster;
  readonly logger: Logger;
}

/** A learner of the visit's course, for an instructor. */
export interface LearnerView {
  /** Numbered if no LMS has sent a name. */
  readonly name: string;
  /** The path of the learner's matrix; everything else about them lies below it. */
  readonly path: string;
}

/** @throws LotseError `forbidden` for whoever does not run the course */
export function requireTrainer(visit: PageVisit): void {
  if (!visit.trainer)
    throw new LotseError('forbidden', "Only those who run the course may see other people's results.");
}

/** The learners of the visit's course. */
export async function learnersOf(roster: Roster, visit: PageVisit): Promise<CourseRoster> {
  const course = await roster.members(visit.organisation, visit);
  return { ...course, members: course.members.filter(({ roles }) => roles.includes('learner')) };
}

/** Logs access to a learner's record, by the ids of persons and never by names. */
export function recordView(logger: Logger, visit: PageVisit, subject: string): void {
  logger.info(
    { organisation: visit.organisation, viewer: visit.person, subject, course: visit.course?.id },
    'ratings viewed',
  );
}

/**
 * The learner to show: somebody in a course that the visitor runs. The access is
 * logged.
 * @throws LotseError `forbidden` for whoever does not run the course; `not-found` if this person is no learner in it
 */
export async function requireLearner(
  { roster, logger }: LearnerParts,
  visit: PageVisit,
  person: string,
): Promise<LearnerView> {
  requireTrainer(visit);
  const { members } = await learnersOf(roster, visit);
  const index = members.findIndex((each) => each.person === person);
  const member = members[index];
  if (member === undefined) throw new LotseError('not-found', 'There is nobody like that in this course.');
  recordView(logger, visit, person);
  return {
    name: member.name ?? visitTexts(visit.shownIn)('unnamed', { number: index + 1 }),
    path: pageAddresses.learner(person),
  };
}
