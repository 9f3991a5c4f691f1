import { type Logger, LotseError, type Vocabulary } from '../../base/index.js';
import type { CompetencyService } from '../../competency/index.js';
import type { CatalogueEntry } from '../../h5p-content/index.js';
import type { Lrs, Position, Statement, StoredStatement } from '../../lrs/index.js';
import type { Grade, Grades, Roster } from '../../lti-tool/index.js';
import type { PeopleQueries, Visits } from '../../people/index.js';
import {
  actorsOf,
  type AttemptParts,
  attemptPath,
  attemptsOf,
  localisedContent,
  type AttemptSubject,
  navigationFor,
  pageAddresses,
  type PageVisit,
  type PlacedAttempt,
  receive,
  requireLearner,
  shownFramework,
} from '../shared/index.js';
import { recordOf } from './record.js';
import { renderAttemptPage, type AttemptView } from './view.js';
import { Router } from 'express';

/** Dependencies of the pages of attempts. */
export interface AttemptPageParts extends AttemptParts {
  readonly visits: Visits;
  readonly lrs: { readonly statements: Pick<Lrs['statements'], 'page'> };
  readonly competency: Pick<CompetencyService, 'frameworks'>;
  readonly people: PeopleQueries;
  readonly grades: Pick<Grades, 'of'>;
  readonly roster: Roster;
  readonly vocabulary: Vocabulary;
  readonly logger: Logger;
}

/** Maximum number of statements read for one attempt, the last ones; and their number per query. */
export const maxStatements = 500;
const pageSize = 100;
/** Maximum number of other attempts listed. */
const maxAttempts = 30;
/** Maximum length of a content id. */
const maxContentIdLength = 255;

/** The person whose attempts a page shows, with their name. */
interface PersonShown extends AttemptSubject {
  readonly name?: string;
}

interface OwnStatements {
  readonly statements: readonly Statement[];
  readonly more: boolean;
}

function withTimestamp({ text, stored }: StoredStatement): Statement {
  const statement = JSON.parse(text) as Statement;
  return statement.timestamp === undefined || Number.isNaN(Date.parse(statement.timestamp))
    ? { ...statement, timestamp: stored }
    : statement;
}

/** The learner's own statements of an attempt; only the last ones of very many. */
async function statementsOf(
  { lrs }: AttemptPageParts,
  visit: PageVisit,
  { actor, registration }: PlacedAttempt,
): Promise<OwnStatements> {
  const found: StoredStatement[] = [];
  let [more, after]: [boolean, Position | undefined] = [true, undefined];
  while (more && found.length < maxStatements) {
    const { statements, more: further } = await lrs.statements.page({
      organisation: visit.organisation,
      filter: { agent: { key: actor, scope: 'direct' }, registration: registration.toLowerCase() },
      ascending: false,
      limit: Math.min(pageSize, maxStatements - found.length),
      ...(after === undefined ? {} : { after }),
    });
    found.push(...statements);
    after = statements.at(-1)?.position;
    more = further && after !== undefined;
  }
  return { statements: found.reverse().map(withTimestamp), more };
}

/** The grades of these attempts, by registration. Those of a whole path belong to no single attempt. */
async function gradesOf(
  { grades }: AttemptPageParts,
  visit: PageVisit,
  attempts: readonly PlacedAttempt[],
): Promise<ReadonlyMap<string, Grade>> {
  const places = new Map(
    attempts.flatMap(({ at, placement }) => (at === undefined || at.path === true ? [] : [[placement, at] as const])),
  );
  const found = await Promise.all([...places.values()].map((place) => grades.of(visit.organisation, place)));
  return new Map(
    found.flatMap((grade) => (grade?.gradingProgress === 'FullyGraded' ? [[grade.registration, grade] as const] : [])),
  );
}

/**
 * The default attempt: the one that the grade at this link comes from, else the latest there; otherwise likewise
 * elsewhere.
 */
function countingAttempt(
  attempts: readonly PlacedAttempt[],
  grades: ReadonlyMap<string, Grade>,
  visit: PageVisit,
): PlacedAttempt | undefined {
  const here = attempts.filter(({ placement }) => placement === visit.placement);
  const pool = here.length > 0 ? here : attempts;
  return pool.find(({ registration }) => grades.has(registration)) ?? pool[0];
}

async function renderAttempt(
  parts: AttemptPageParts,
  visit: PageVisit,
  attempt: PlacedAttempt,
  grade: Grade | undefined,
): Promise<NonNullable<AttemptView['attempt']>> {
  const { statements, more } = await statementsOf(parts, visit, attempt);
  return {
    started: attempt.started,
    record: recordOf(statements, attempt.contentId, { language: visit.shownIn, vocabulary: parts.vocabulary }),
    ...(attempt.finished === undefined ? {} : { finished: attempt.finished }),
    ...(more ? { truncated: statements.length } : {}),
    ...(grade === undefined
      ? {}
      : {
          grade: {
            given: grade.scoreGiven,
            maximum: grade.scoreMaximum,
            platform: visit.platform,
            waiting: grade.state !== 'sent',
          },
        }),
  };
}

function competenciesOf(
  { competency: { frameworks } }: AttemptPageParts,
  visit: PageVisit,
  { learnerPath }: AttemptSubject,
  tags: readonly { readonly framework: string; readonly code: string }[],
): AttemptView['competencies'] {
  const codes = [...new Set(tags.filter(({ framework }) => framework === shownFramework).map(({ code }) => code))];
  return codes.flatMap((code) => {
    const name = frameworks.competency(shownFramework, code)?.name[visit.shownIn];
    return name === undefined
      ? []
      : [{ code, name, why: visit.link(`${learnerPath ?? '/matrix'}/${encodeURIComponent(code)}`) }];
  });
}

function unknown(): LotseError {
  return new LotseError('not-found', 'There is no such attempt here.', {
    detail: 'attempt: none that the visitor may see',
  });
}

/**
 * The attempt to show.
 * @param registration the one that is named; left out: the one that is meant
 * @throws LotseError `not-found` if the named one is not among the attempts
 */
function chosenAttempt(
  attempts: readonly PlacedAttempt[],
  grades: ReadonlyMap<string, Grade>,
  visit: PageVisit,
  registration: string | undefined,
): PlacedAttempt | undefined {
  if (registration === undefined) return countingAttempt(attempts, grades, visit);
  const named = attempts.find((each) => each.registration === registration);
  if (named === undefined) throw unknown();
  return named;
}

function linksTo(
  attempts: readonly PlacedAttempt[],
  chosen: PlacedAttempt | undefined,
  grades: ReadonlyMap<string, Grade>,
  addressOf: (attempt: PlacedAttempt) => string,
): AttemptView['others'] {
  return attempts.slice(0, maxAttempts).map((each) => ({
    href: addressOf(each),
    started: each.started,
    graded: grades.has(each.registration),
    shown: each === chosen,
    ...(each.finished === undefined ? {} : { finished: each.finished }),
  }));
}

/** The previous page: the visit's unit, else the matrix, the reader's own or the learner's. */
function wayBack(visit: PageVisit, { learnerPath }: AttemptSubject, contentId: string): AttemptView['back'] {
  return learnerPath === undefined && visit.unit?.content.id === contentId
    ? { href: visit.link(pageAddresses.unit), to: 'unit' }
    : { href: visit.link(learnerPath ?? pageAddresses.matrix), to: 'matrix' };
}

/**
 * Renders the page of an attempt.
 * @throws LotseError `unknown-content` if there is neither such a content nor an attempt at it; `not-found` where the
 *   attempt that is named is not one of those that the visitor may see
 */
async function showAttempt(
  parts: AttemptPageParts,
  visit: PageVisit,
  subject: PersonShown,
  contentId: string,
  registration: string | undefined,
): Promise<string> {
  const { shownIn: language, organisation } = visit;
  if (contentId.length > maxContentIdLength) throw unknown();
  const [attempts, entry] = await Promise.all([
    attemptsOf(parts, visit, subject, contentId),
    parts.content.catalogue.find(organisation, contentId),
  ]);
  if (attempts.length === 0 && entry === undefined)
    throw new LotseError('unknown-content', 'This learning unit does not exist (any more).');
  const grades = await gradesOf(parts, visit, attempts);
  const chosen = chosenAttempt(attempts, grades, visit, registration);
  const attempt =
    chosen === undefined ? undefined : await renderAttempt(parts, visit, chosen, grades.get(chosen.registration));
  const { title, written } = named(entry, attempt?.record.title ?? contentId, language);
  return renderAttemptPage({
    language,
    title,
    written,
    isCase: entry?.kind === 'case',
    navigation: navigationFor(visit, subject.learnerPath === undefined ? 'attempt' : 'team'),
    frame: visit.pageFrame,
    back: wayBack(visit, subject, contentId),
    others: linksTo(attempts, chosen, grades, (each) => visit.link(attemptPath(subject, contentId, each.registration))),
    moreOthers: attempts.length > maxAttempts,
    competencies: competenciesOf(parts, visit, subject, attempt?.record.competencies ?? entry?.competencies ?? []),
    ...(subject.name === undefined ? {} : { name: subject.name }),
    ...(attempt === undefined ? {} : { attempt }),
  });
}

function named(
  entry: CatalogueEntry | undefined,
  otherwise: string,
  language: PageVisit['shownIn'],
): { readonly title: string; readonly written: string } {
  return entry === undefined ? { title: otherwise, written: language } : localisedContent(entry, language);
}

// A type, not an interface: only then do Express's types accept it as parameters.
type AttemptParameters = { content: string; registration?: string };

/**
 * `/attempts/{content}` and `/attempts/{content}/{registration}`: the visitor's own. Below `/team/{person}`: a learner's
 * in the course, for those who run it.
 */
export function attemptPages(parts: AttemptPageParts): Router {
  const router = Router();
  const paths = (base: string): string[] => [`${base}/attempts/:content`, `${base}/attempts/:content/:registration`];
  router.get<AttemptParameters>(paths(''), async (request, response) => {
    const visit = await receive(parts.visits, request, response);
    const subject = { actors: await actorsOf(parts.people, visit, visit.person) };
    response
      .type('html')
      .send(await showAttempt(parts, visit, subject, request.params.content, request.params.registration));
  });
  router.get<AttemptParameters & { person: string }>(paths('/team/:person'), async (request, response) => {
    const visit = await receive(parts.visits, request, response);
    const { person } = request.params;
    const { name, path } = await requireLearner(parts, visit, person);
    const subject = { actors: await actorsOf(parts.people, visit, person), learnerPath: path, name };
    response
      .type('html')
      .send(await showAttempt(parts, visit, subject, request.params.content, request.params.registration));
  });
  return router;
}
