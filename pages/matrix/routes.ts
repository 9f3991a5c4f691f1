import type { Milliseconds, Vocabulary } from '../../base/index.js';
import type { CompetencyService, Explanation } from '../../competency/index.js';
import type { AgentKey, Lrs, LrsStore } from '../../lrs/index.js';
import type { PeopleQueries, Visits } from '../../people/index.js';
import {
  actorsOf,
  type AttemptParts,
  attemptPath,
  attemptsSeen,
  firstProfile,
  type Looked,
  navigationFor,
  type PageVisit,
  profileOf,
  profilesOf,
  receive,
  shownFramework,
  workedOn,
} from '../shared/index.js';
import { type PaperHead, personPage } from './person-view.js';
import { whyPage } from './why-view.js';
import { setTimeout } from 'node:timers/promises';
import { Router } from 'express';

/** Dependencies of the matrix pages. */
export interface MatrixPageParts extends AttemptParts {
  readonly visits: Visits;
  readonly lrs: Lrs;
  readonly competency: CompetencyService;
  readonly people: PeopleQueries;
  readonly organisations: Pick<LrsStore['access'], 'findOrganisation'>;
  readonly vocabulary: Vocabulary;
}

/** The person whose matrix a page shows, and its address. */
export interface Shown {
  readonly actors: readonly AgentKey[];
  /** The path of the matrix page; the reasons lie below it. */
  readonly path: string;
  /** Missing for the visitor's own. */
  readonly name?: string;
  readonly current: 'matrix' | 'team';
}

/** Longest that a page waits for the projection; after that it shows what there is, with its moment. */
const patience: Milliseconds = 2_000;

/** Waits for statements that have just been stored: a visitor who comes from a unit expects it in the matrix. */
async function caughtUp(competency: CompetencyService): Promise<void> {
  const waited = new AbortController();
  await Promise.race([
    competency.idle(),
    setTimeout(patience, undefined, { signal: waited.signal }).catch(() => undefined),
  ]);
  waited.abort();
}

function lookedAt({ actors, current, path }: Shown): Looked {
  return current === 'team' ? { actors, learnerPath: path } : { actors };
}

/** The person's name for the printed matrix: names come from the LMS, if it sends them. */
async function onPaper(
  { people, organisations }: MatrixPageParts,
  { organisation, person }: PageVisit,
  { name }: Shown,
): Promise<PaperHead> {
  const owner = name ?? (await people.findNames(organisation, [person])).get(person)?.name ?? undefined;
  return {
    organisation: (await organisations.findOrganisation(organisation))?.name ?? organisation,
    ...(owner === undefined ? {} : { name: owner }),
  };
}

/** Renders a person's matrix, including everything stored before the request. */
export async function showMatrix(
  parts: MatrixPageParts,
  visit: PageVisit,
  shown: Shown,
  profileId: string,
): Promise<string> {
  const { competency } = parts;
  await caughtUp(competency);
  const matrix = await competency.matrix.person({
    organisation: visit.organisation,
    actors: shown.actors,
    frameworkId: shownFramework,
    profileId,
  });
  return personPage({
    language: visit.shownIn,
    matrix,
    profiles: profilesOf(competency),
    navigation: navigationFor(visit, shown.current),
    frame: visit.pageFrame,
    hidden: visit.hidden,
    action: shown.path,
    paper: await onPaper(parts, visit, shown),
    workedOn: await workedOn(parts, visit, lookedAt(shown)),
    whyLink: (code) => visit.link(`${shown.path}/${encodeURIComponent(code)}`),
    ...(shown.name === undefined ? {} : { name: shown.name }),
  });
}

/** Links to the attempts of these statements, by the statement's id: those that the visitor may see. */
async function attemptLinks(
  parts: MatrixPageParts,
  visit: PageVisit,
  shown: Shown,
  { statements }: Explanation,
): Promise<ReadonlyMap<string, string>> {
  const looked = lookedAt(shown);
  const seen = new Set(
    (await attemptsSeen(parts, visit, looked)).map(({ contentId, registration }) =>
      JSON.stringify([contentId, registration]),
    ),
  );
  return new Map(
    statements.flatMap(({ id, activity, registration }) => {
      const contentId = parts.vocabulary.contentIdOf(activity);
      const known =
        contentId !== undefined && registration !== undefined && seen.has(JSON.stringify([contentId, registration]));
      return known ? [[id, visit.link(attemptPath(looked, contentId, registration))] as const] : [];
    }),
  );
}

/** Renders the reason for one rating. */
export async function showReason(
  parts: MatrixPageParts,
  visit: PageVisit,
  shown: Shown,
  code: string,
): Promise<string> {
  const { lrs, competency } = parts;
  await caughtUp(competency);
  const { organisation } = visit;
  const explanation = await competency.matrix.explain({
    organisation,
    actors: shown.actors,
    competency: { framework: shownFramework, code },
  });
  const stored = await Promise.all(explanation.statements.map(({ id }) => lrs.statements.find(organisation, id)));
  const recorded = new Map(
    stored.flatMap((statement) => (statement === undefined ? [] : [[statement.id, statement.text] as const])),
  );
  return whyPage({
    language: visit.shownIn,
    explanation,
    recorded,
    attempts: await attemptLinks(parts, visit, shown, explanation),
    navigation: navigationFor(visit, shown.current),
    frame: visit.pageFrame,
    back: visit.link(shown.path),
    ...(shown.name === undefined ? {} : { name: shown.name }),
  });
}

/** `/matrix` and `/matrix/{code}`: the visitor's own. */
export function matrixPages(parts: MatrixPageParts): Router {
  const router = Router();
  const own = async (visit: PageVisit): Promise<Shown> => ({
    actors: await actorsOf(parts.people, visit, visit.person),
    path: '/matrix',
    current: 'matrix',
  });
  router.get('/matrix', async (request, response) => {
    const visit = await receive(parts.visits, request, response);
    response.type('html').send(await showMatrix(parts, visit, await own(visit), profileOf(request, firstProfile)));
  });
  router.get('/matrix/:code', async (request, response) => {
    const visit = await receive(parts.visits, request, response);
    response.type('html').send(await showReason(parts, visit, await own(visit), request.params.code));
  });
  return router;
}
