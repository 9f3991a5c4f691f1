import { z } from 'zod';
import { type Instant, omitUndefined, type Seconds, type Vocabulary } from '../../base/index.js';
import {
  type Activity,
  type ActivityDefinition,
  type InteractionType,
  type Result,
  type Statement,
  verbs,
} from '../../lrs/index.js';
import type { Language } from '../../web/index.js';
import { parseResponse, parseSolutions, type Response } from './responses.js';
import { inLanguage } from './words.js';

/** The points reached, and the maximum. */
export interface ItemPoints {
  readonly raw: number;
  readonly max: number;
}

/** One answer to a question. */
export interface GivenAnswer {
  readonly at: Instant;
  readonly response: Response;
  /** Missing without a judgement. */
  readonly success?: boolean;
  readonly points?: ItemPoints;
}

/** One card or question of a content, with its answers. */
export interface AnsweredItem {
  /** IRI of the activity. */
  readonly id: string;
  /** Its name; missing if the statements do not tell. */
  readonly name?: string;
  /** The question, if it is more than the name. */
  readonly question?: string;
  readonly type?: InteractionType;
  /** The correct responses, each of them on its own. */
  readonly solutions: readonly Response[];
  /** True if there are more solutions than `solutions` contains. */
  readonly moreSolutions: boolean;
  /** In their order, only the last ones if there are very many. */
  readonly answers: readonly [GivenAnswer, ...GivenAnswer[]];
  /** Number of answers besides those. */
  readonly moreAnswers: number;
}

/** The result of the whole attempt. */
export interface AttemptOutcome {
  readonly points?: ItemPoints;
  /** 0 to 1. */
  readonly share?: number;
  readonly success?: boolean;
  /** Time the learner worked on it. */
  readonly seconds?: Seconds;
}

/** A competency that the attempt counted for. */
export interface CountedCompetency {
  readonly framework: string;
  readonly code: string;
}

/** An attempt, as reconstructed from its statements. */
export interface AttemptRecord {
  /** The title of the content at that time. */
  readonly title?: string;
  /** In the order of their first answers: the learner's way through the content. */
  readonly items: readonly AnsweredItem[];
  readonly completed: boolean;
  readonly outcome: AttemptOutcome;
  /** When the last of it happened. */
  readonly last?: Instant;
  /** The competencies named by the statements; missing if there are none. */
  readonly competencies?: readonly CountedCompetency[];
}

/** Maximum number of answers shown for one question. */
const maxAnswers = 5;

const ending = new Set<string>([verbs.completed, verbs.passed, verbs.failed]);

/** The length of a duration: years and months have no fixed length. */
function secondsOf(duration = ''): Seconds | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/.exec(
    duration,
  );
  if (found === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number((part ?? '0').replace(',', '.')));
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

function pointsOf({ score }: Result): ItemPoints | undefined {
  return score?.raw === undefined || score.max === undefined || score.max <= 0
    ? undefined
    : { raw: score.raw, max: score.max };
}

function shareOf({ score }: Result): number | undefined {
  const { scaled, raw, min = 0, max } = score ?? {};
  const share = scaled ?? (raw !== undefined && max !== undefined && max > min ? (raw - min) / (max - min) : undefined);
  return share === undefined ? undefined : Math.min(1, Math.max(0, share));
}

function answerOf(
  { result = {}, timestamp }: Statement,
  definition: ActivityDefinition,
  language: Language,
): GivenAnswer {
  return {
    at: timestamp!,
    response: parseResponse(definition, result.response, language),
    ...omitUndefined({ success: result.success, points: pointsOf(result) }),
  };
}

function itemOf(id: string, statements: readonly Statement[], language: Language): AnsweredItem {
  // The last one counts: a title may have been corrected meanwhile.
  const definition =
    statements.map(({ object }) => (object as Activity).definition).findLast((each) => each !== undefined) ?? {};
  const name = inLanguage(definition.name, language);
  const question = inLanguage(definition.description, language);
  const solutions = parseSolutions(definition, language);
  const ownResponses = statements
    .slice(-maxAnswers)
    .map((each) => answerOf(each, (each.object as Activity).definition ?? definition, language));
  return {
    id,
    solutions,
    moreSolutions:
      (definition.correctResponsesPattern ?? []).filter((each) => each.trim() !== '').length > solutions.length,
    answers: ownResponses as [GivenAnswer, ...GivenAnswer[]],
    moreAnswers: statements.length - ownResponses.length,
    ...omitUndefined({
      name: name ?? question,
      question: name === undefined || question === name ? undefined : question,
      type: definition.interactionType,
    }),
  };
}

const tagged = z.array(z.object({ competency: z.string() }));

function competenciesOf(
  statements: readonly Statement[],
  { extensions, competencyOf }: Vocabulary,
): readonly CountedCompetency[] | undefined {
  const said = statements
    .map(({ context }) => context?.extensions?.[extensions.competencies])
    .findLast((each) => each !== undefined);
  const parsed = tagged.safeParse(said);
  return parsed.success ? parsed.data.flatMap(({ competency }) => competencyOf(competency) ?? []) : undefined;
}

/** A statement about a content, or a part of it. */
function isAbout({ object }: Statement, contentId: string, vocabulary: Vocabulary): boolean {
  return (
    (object.objectType ?? 'Activity') === 'Activity' && vocabulary.contentIdOf((object as Activity).id) === contentId
  );
}

/**
 * Reconstructs an attempt from its statements.
 * @param statements all of one attempt, each with its timestamp; those about anything but the content are passed over
 */
export function recordOf(
  statements: readonly Statement[],
  contentId: string,
  { language, vocabulary }: { readonly language: Language; readonly vocabulary: Vocabulary },
): AttemptRecord {
  const own = statements
    .filter((each) => isAbout(each, contentId, vocabulary))
    .sort((one, other) => Date.parse(one.timestamp!) - Date.parse(other.timestamp!));
  const isAboutContent = ({ object }: Statement): boolean => (object as Activity).id === vocabulary.activity(contentId);
  const whole = own.filter(isAboutContent);
  const answers = new Map<string, Statement[]>();
  for (const each of own.filter((statement) => statement.verb.id === verbs.answered && !isAboutContent(statement))) {
    const { id } = each.object as Activity;
    answers.set(id, [...(answers.get(id) ?? []), each]);
  }
  const ended = whole.filter(({ verb }) => ending.has(verb.id));
  const scored = ended.findLast(({ result }) => result?.score !== undefined)?.result ?? {};
  const verdict = ended.findLast(({ verb }) => verb.id !== verbs.completed)?.verb.id;
  const success =
    verdict === undefined
      ? ended.findLast(({ result }) => result?.success !== undefined)?.result?.success
      : verdict === verbs.passed;
  return {
    items: [...answers].map(([id, given]) => itemOf(id, given, language)),
    completed: ended.length > 0,
    outcome: omitUndefined({
      points: pointsOf(scored),
      share: shareOf(scored),
      success,
      seconds: secondsOf(ended.findLast(({ result }) => result?.duration !== undefined)?.result?.duration),
    }),
    ...omitUndefined({
      title: whole
        .map(({ object }) => inLanguage((object as Activity).definition?.name, language))
        .findLast((each) => each !== undefined),
      last: own.at(-1)?.timestamp,
      competencies: competenciesOf(own, vocabulary),
    }),
  };
}
