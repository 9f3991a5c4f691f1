import { Router } from 'express';
import { LotseError, type Clock, type Logger } from '../../../lrs/base/index.js';
import { profileForm } from '../shared/profile-form.js';
import { actorsOf, navigationFor, profileOf, receive, type Visit } from '../shared/visit.js';
import type { CourseRoster, Roster } from '../../roster/index.js';
import { firstProfile, profilesOf, showMatrix, shownFramework, showReason, type MatrixPageParts, type Shown } from '../matrix/index.js';
import { teamTexts } from './texts.js';
import { teamPage } from './view.js';

/** What the team pages need. */
export interface TeamPageParts extends MatrixPageParts {
  readonly roster: Roster;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** @throws LotseError `forbidden` for whoever does not run the course */
function requireTrainer(visit: Visit): void {
  if (!visit.trainer) throw new LotseError('forbidden', 'Only those who run the course may see other people\'s ratings.');
}

/** `/team`, `/team/{person}`, `/team/{person}/{code}`: the learners of the course, for those who run it. */
export function teamPages(parts: TeamPageParts): Router {
  const { launch, competency, people, roster, clock, logger } = parts;
  const router = Router();

  async function learners(visit: Visit): Promise<CourseRoster> {
    const course = await roster.members(visit.grant.organisation, visit.session);
    return { ...course, members: course.members.filter(({ roles }) => roles.includes('learner')) };
  }

  /** Who looks at whom is logged, by the ids of persons and never by names. */
  function record(visit: Visit, subject: string): void {
    logger.info({ organisation: visit.grant.organisation, viewer: visit.session.person, subject, course: visit.session.contextId }, 'ratings viewed');
  }

  async function shownPerson(visit: Visit, person: string): Promise<Shown> {
    requireTrainer(visit);
    const { members } = await learners(visit);
    const index = members.findIndex((each) => each.person === person);
    const member = members[index];
    if (member === undefined) throw new LotseError('not-found', 'There is nobody like that in this course.');
    record(visit, person);
    return {
      actors: await actorsOf(people, visit, person), path: `/team/${encodeURIComponent(person)}`, current: 'team',
      name: member.name ?? teamTexts(visit.language)('unnamed', { number: index + 1 }),
    };
  }

  router.get('/team', async (request, response) => {
    const visit = await receive(launch, request, response);
    requireTrainer(visit);
    const { members, asOf } = await learners(visit);
    record(visit, 'team');
    const profileId = profileOf(request, firstProfile);
    const team = await competency.matrix.team({
      organisation: visit.grant.organisation, frameworkId: shownFramework,
      people: await Promise.all(members.map(async ({ person }) => ({ key: person, actors: await actorsOf(people, visit, person), profileId }))),
    });
    response.type('html').send(teamPage({
      language: visit.language, team, platform: visit.session.platform,
      ...(asOf === undefined ? {} : { listed: { asOf, minutes: Math.max(0, Math.round((clock.now() - Date.parse(asOf)) / 60_000)) } }),
      form: profileForm({ language: visit.language, action: '/team', hidden: visit.hidden, profiles: profilesOf(competency), chosen: profileId }), navigation: navigationFor(visit, 'team'), frame: visit.frame, personLink: (key) => visit.link(`/team/${encodeURIComponent(key)}`),
      names: new Map(members.flatMap(({ person, name }) => (name === undefined ? [] : [[person, name] as const]))),
    }));
  });
  router.get('/team/:person', async (request, response) => {
    const visit = await receive(launch, request, response);
    response.type('html').send(await showMatrix(parts, visit, await shownPerson(visit, request.params.person), profileOf(request, firstProfile)));
  });
  router.get('/team/:person/:code', async (request, response) => {
    const visit = await receive(launch, request, response);
    response.type('html').send(await showReason(parts, visit, await shownPerson(visit, request.params.person), request.params.code));
  });
  return router;
}
