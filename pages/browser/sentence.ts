import type { Vocabulary } from '../../base/index.js';
import {
  type Activity,
  type Actor,
  toArray,
  isActivity,
  type LanguageMap,
  type Result,
  type Statement,
  type StatementObject,
} from '../../lrs/index.js';
import { type Language, formatNumber, formatShare } from '../../web/index.js';
import { sentenceTexts } from './texts/sentences.js';
import { knownVerb, type KnownVerb, verbTexts } from './texts/verbs.js';

/** Context for rendering a sentence. */
export interface SentenceContext {
  readonly language: Language;
  readonly vocabulary: Vocabulary;
  /** Names of activities from other statements, by IRI. */
  readonly names?: ReadonlyMap<string, LanguageMap>;
}

function inLanguage(map: LanguageMap | undefined, language: Language): string | undefined {
  if (map === undefined) return undefined;
  const tags = Object.keys(map);
  const tag =
    tags.find((each) => each === language) ??
    tags.find((each) => each.startsWith(`${language}-`)) ??
    tags.find((each) => /^en\b/.test(each)) ??
    tags[0];
  const text = tag === undefined ? undefined : map[tag]!.trim();
  return text === '' ? undefined : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The last part of an IRI, for people. */
function lastPart(iri: string): string {
  return (
    decoded(
      iri
        .replace(/[/#?]+$/, '')
        .split(/[/#?]/)
        .at(-1)!,
    ) || iri
  );
}

/** The name of an actor. Names in the statement are ignored: this page does not show who somebody is. */
export function actorName(actor: Actor, language: Language): string {
  const text = sentenceTexts(language);
  const identifier =
    actor.account?.name ?? actor.mbox?.replace(/^mailto:/, '') ?? actor.mbox_sha1sum?.slice(0, 10) ?? actor.openid;
  if (actor.objectType !== 'Group') return text('person', { name: identifier ?? '?' });
  return identifier === undefined
    ? text('group', { count: actor.member?.length ?? 0 })
    : text('namedGroup', { name: identifier });
}

/** The name of an activity: from the statement itself, else from others. */
function givenName({ id, definition }: Activity, { language, names }: SentenceContext): string | undefined {
  return inLanguage(definition?.name, language) ?? inLanguage(names?.get(id), language);
}

/** The name of an activity, else a part of its IRI. */
export function activityName(activity: Activity, context: SentenceContext): string {
  const { id } = activity;
  return (
    givenName(activity, context) ?? (id.includes('?') ? undefined : context.vocabulary.contentIdOf(id)) ?? lastPart(id)
  );
}

/** A part of something that has no name of its own is told by the whole. */
function activityPhrase(activity: Activity, parent: Activity | undefined, context: SentenceContext): string {
  const text = sentenceTexts(context.language);
  const named = (each: Activity): string => text('quoted', { name: activityName(each, context) });
  if (parent === undefined || parent.id === activity.id) return named(activity);
  const part = givenName(activity, context) === undefined ? text('unnamed') : named(activity);
  return text('within', { part, whole: named(parent) });
}

function objectPhrase(object: StatementObject, parent: Activity | undefined, context: SentenceContext): string {
  const text = sentenceTexts(context.language);
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return actorName(object, context.language);
    case 'StatementRef':
      return text('statement', { id: object.id.slice(0, 8) });
    case 'SubStatement':
      return text('plan');
    case 'Activity':
    case undefined:
    default:
      // Whoever is an object says so: only an Activity may leave its type out.
      return activityPhrase(object as Activity, parent, context);
  }
}

/**
 * The share of the points that a score stands for; `undefined` if only the points say it: some programs spread
 * `scaled` from -1 to 1, so that half of the points are 0.
 */
function shareOf({ scaled, raw, max }: NonNullable<Result['score']>): number | undefined {
  if (scaled === undefined || scaled < 0) return undefined;
  return raw !== undefined && max !== undefined && Math.abs(scaled - raw / max) > 0.01 ? undefined : scaled;
}

/** Verbs of questions: their answers are right or wrong. */
const questioning = new Set<KnownVerb | undefined>(['answered', 'interacted', 'responded']);

/** The success of a result, in a word; none if the sentence says it itself. */
function successWord(
  success: boolean,
  share: number | undefined,
  verb: KnownVerb | undefined,
): 'right' | 'partly' | 'wrong' | 'reached' | 'missed' | undefined {
  if (verb === 'passed' || verb === 'failed' || verb === 'completed') return undefined;
  if (!questioning.has(verb)) return success ? 'reached' : 'missed';
  if (success) return 'right';
  return share !== undefined && share > 0 ? 'partly' : 'wrong';
}

function outcome({ score, success }: Result, verb: KnownVerb | undefined, language: Language): string {
  const text = sentenceTexts(language);
  const parts: string[] = [];
  const share = score === undefined ? undefined : shareOf(score);
  const word = success === undefined ? undefined : successWord(success, share, verb);
  if (word !== undefined) parts.push(text(word));
  if (share !== undefined) parts.push(formatShare(share, language));
  else if (score?.raw !== undefined)
    parts.push(
      score.max === undefined
        ? text('rawPoints', { raw: formatNumber(score.raw, language) })
        : text('points', { raw: formatNumber(score.raw, language), max: formatNumber(score.max, language) }),
    );
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** A verb as a word: our own text for those we know, else its display, else what its IRI ends with. */
export function verbName({ id, display }: Statement['verb'], language: Language): string {
  const knownVerbName = knownVerb(id);
  return knownVerbName === undefined
    ? (inLanguage(display, language) ?? lastPart(id))
    : verbTexts(language)(knownVerbName);
}

function firstParent({ context }: Statement): Activity | undefined {
  return toArray(context?.contextActivities?.parent ?? [])[0];
}

/** The activities that the sentence of a statement speaks of without having their names from it, by IRI. */
export function unnamedIn(statement: Statement): readonly string[] {
  const { object } = statement;
  const about = isActivity(object) ? [object] : [];
  return [...about, firstParent(statement)].flatMap((activity) =>
    activity === undefined || activity.definition?.name !== undefined ? [] : [activity.id],
  );
}

/** Completing something may have been passing it, or not. */
function sentenceKey(knownVerbName: KnownVerb, success: boolean | undefined) {
  if (knownVerbName !== 'completed' || success === undefined) return `${knownVerbName}.sentence` as const;
  return success ? 'completed.passed' : 'completed.failed';
}

/** A statement as one sentence, without its full stop and its time. */
export function sentenceOf(statement: Statement, context: SentenceContext): string {
  const { actor, verb, object, result } = statement;
  const text = verbTexts(context.language);
  const knownVerbName = knownVerb(verb.id);
  const values = {
    who: actorName(actor, context.language),
    what: objectPhrase(object, firstParent(statement), context),
  };
  const sentence =
    knownVerbName === undefined
      ? text('other.sentence', { ...values, verb: verbName(verb, context.language) })
      : text(sentenceKey(knownVerbName, result?.success), values);
  return sentence + (result === undefined ? '' : outcome(result, knownVerbName, context.language));
}
