import { Router } from 'express';
import type { Clock, Logger } from '../../base/index.js';
import type { Roster } from '../../lti-tool/index.js';
import {
  actorsOf,
  firstProfile,
  learnersOf,
  navigationFor,
  type PageVisit,
  profileForm,
  profileOf,
  profilesOf,
  receive,
  recordView,
  requireLearner,
  requireTrainer,
  shownFramework,
} from '../shared/index.js';
import { type MatrixPageParts, showMatrix, type MatrixSubject, showReason } from './routes.js';
import { renderTeamPage } from './team-view.js';

/** Dependencies of the team pages. */
export interface TeamPageParts extends MatrixPageParts {
  readonly roster: Roster;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Compares the levels of a course's learners. */
async function showTeam(
  parts: TeamPageParts,
  visit: PageVisit,
  { members, asOf }: Awaited<ReturnType<typeof learnersOf>>,
  profileId: string,
): Promise<string> {
  const { competency, people, clock } = parts;
  const team = await competency.matrix.team({
    organisation: visit.organisation,
    frameworkId: shownFramework,
    people: await Promise.all(
      members.map(async ({ person }) => ({ key: person, actors: await actorsOf(people, visit, person), profileId })),
    ),
  });
  return renderTeamPage({
    language: visit.shownIn,
    team,
    platform: visit.platform,
    ...(asOf === undefined
      ? {}
      : { listed: { asOf, minutes: Math.max(0, Math.round((clock.now() - Date.parse(asOf)) / 60_000)) } }),
    form: profileForm({
      language: visit.shownIn,
      action: '/team',
      hidden: visit.hidden,
      profiles: profilesOf(competency),
      chosen: profileId,
    }),
    navigation: navigationFor(visit, 'team'),
    frame: visit.pageFrame,
    personLink: (key) => visit.link(`/team/${encodeURIComponent(key)}`),
    names: new Map(members.flatMap(({ person, name }) => (name === undefined ? [] : [[person, name] as const]))),
  });
}

/** `/team`, `/team/{person}`, `/team/{person}/{code}`: the learners of the course, for instructors. */
export function teamPages(parts: TeamPageParts): Router {
  const { visits, people, roster } = parts;
  const router = Router();

  async function shownPerson(visit: PageVisit, person: string): Promise<MatrixSubject> {
    const { name, path } = await requireLearner(parts, visit, person);
    return { actors: await actorsOf(people, visit, person), path, current: 'team', name };
  }

  router.get('/team', async (request, response) => {
    const visit = await receive(visits, request, response);
    requireTrainer(visit);
    const learners = await learnersOf(roster, visit);
    recordView(parts.logger, visit, 'team');
    response.type('html').send(await showTeam(parts, visit, learners, profileOf(request, firstProfile)));
  });
  router.get('/team/:person', async (request, response) => {
    const visit = await receive(visits, request, response);
    response
      .type('html')
      .send(
        await showMatrix(
          parts,
          visit,
          await shownPerson(visit, request.params.person),
          profileOf(request, firstProfile),
        ),
      );
  });
  router.get('/team/:person/:code', async (request, response) => {
    const visit = await receive(visits, request, response);
    response
      .type('html')
      .send(await showReason(parts, visit, await shownPerson(visit, request.params.person), request.params.code));
  });
  return router;
}
