import type { Milliseconds, Vocabulary } from '../../base/index.js';
import type { CompetencyService, Explanation } from '../../competency/index.js';
import type { AgentKey, Lrs, LrsStore } from '../../lrs/index.js';
import type { PeopleQueries, Visits } from '../../people/index.js';
import {
  actorsOf,
  type AttemptParts,
  attemptPath,
  visibleAttempts,
  firstProfile,
  type AttemptSubject,
  navigationFor,
  type PageVisit,
  profileOf,
  profilesOf,
  receive,
  shownFramework,
  recentContents,
} from '../shared/index.js';
import { type PaperHead, renderPersonPage } from './person-view.js';
import { renderWhyPage } from './why-view.js';
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
export interface MatrixSubject {
  readonly actors: readonly AgentKey[];
  /** The path of the matrix page; the reasons lie below it. */
  readonly path: string;
  /** Missing for the visitor's own. */
  readonly name?: string;
  readonly current: 'matrix' | 'team';
}

/** Longest that a page waits for the projection; after that it shows what there is, with its moment. */
const nameTimeoutMs: Milliseconds = 2_000;

/** Waits for statements that have just been stored: a visitor who comes from a unit expects it in the matrix. */
async function caughtUp(competency: CompetencyService): Promise<void> {
  const waited = new AbortController();
  await Promise.race([
    competency.idle(),
    setTimeout(nameTimeoutMs, undefined, { signal: waited.signal }).catch(() => undefined),
  ]);
  waited.abort();
}

function subjectOf({ actors, current, path }: MatrixSubject): AttemptSubject {
  return current === 'team' ? { actors, learnerPath: path } : { actors };
}

/** The person's name for the printed matrix: names come from the LMS, if it sends them. */
async function onPaper(
  { people, organisations }: MatrixPageParts,
  { organisation, person }: PageVisit,
  { name }: MatrixSubject,
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
  matrixSubject: MatrixSubject,
  profileId: string,
): Promise<string> {
  const { competency } = parts;
  await caughtUp(competency);
  const matrix = await competency.matrix.person({
    organisation: visit.organisation,
    actors: matrixSubject.actors,
    frameworkId: shownFramework,
    profileId,
  });
  return renderPersonPage({
    language: visit.shownIn,
    matrix,
    profiles: profilesOf(competency),
    navigation: navigationFor(visit, matrixSubject.current),
    frame: visit.pageFrame,
    hidden: visit.hidden,
    action: matrixSubject.path,
    paper: await onPaper(parts, visit, matrixSubject),
    recentContents: await recentContents(parts, visit, subjectOf(matrixSubject)),
    whyLink: (code) => visit.link(`${matrixSubject.path}/${encodeURIComponent(code)}`),
    ...(matrixSubject.name === undefined ? {} : { name: matrixSubject.name }),
  });
}

/** Links to the attempts of these statements, by the statement's id: those that the visitor may see. */
async function attemptLinks(
  parts: MatrixPageParts,
  visit: PageVisit,
  matrixSubject: MatrixSubject,
  { statements }: Explanation,
): Promise<ReadonlyMap<string, string>> {
  const subject = subjectOf(matrixSubject);
  const seen = new Set(
    (await visibleAttempts(parts, visit, subject)).map(({ contentId, registration }) =>
      JSON.stringify([contentId, registration]),
    ),
  );
  return new Map(
    statements.flatMap(({ id, activity, registration }) => {
      const contentId = parts.vocabulary.contentIdOf(activity);
      const existing =
        contentId !== undefined && registration !== undefined && seen.has(JSON.stringify([contentId, registration]));
      return existing ? [[id, visit.link(attemptPath(subject, contentId, registration))] as const] : [];
    }),
  );
}

/** Renders the reason for one rating. */
export async function showReason(
  parts: MatrixPageParts,
  visit: PageVisit,
  matrixSubject: MatrixSubject,
  code: string,
): Promise<string> {
  const { lrs, competency } = parts;
  await caughtUp(competency);
  const { organisation } = visit;
  const explanation = await competency.matrix.explain({
    organisation,
    actors: matrixSubject.actors,
    competency: { framework: shownFramework, code },
  });
  const stored = await Promise.all(explanation.statements.map(({ id }) => lrs.statements.find(organisation, id)));
  const recorded = new Map(
    stored.flatMap((statement) => (statement === undefined ? [] : [[statement.id, statement.text] as const])),
  );
  return renderWhyPage({
    language: visit.shownIn,
    explanation,
    recorded,
    attempts: await attemptLinks(parts, visit, matrixSubject, explanation),
    navigation: navigationFor(visit, matrixSubject.current),
    frame: visit.pageFrame,
    back: visit.link(matrixSubject.path),
    ...(matrixSubject.name === undefined ? {} : { name: matrixSubject.name }),
  });
}

/** `/matrix` and `/matrix/{code}`: the visitor's own. */
export function matrixPages(parts: MatrixPageParts): Router {
  const router = Router();
  const own = async (visit: PageVisit): Promise<MatrixSubject> => ({
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
