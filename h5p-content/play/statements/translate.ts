import { z } from 'zod';
import {
  type EpochMilliseconds,
  LotseError,
  type Milliseconds,
  newUuid,
  type Vocabulary,
} from '../../../base/index.js';
import { libraryFolder } from '../../libraries/index.js';
import type { CatalogueEntry } from '../../store/index.js';
import type { PlaySession } from '../session.js';
import { isReplaceableActor } from './actor.js';

/** Time that a statement may be ahead of our clock. */
const maxClockAheadMs: Milliseconds = 24 * 3_600_000;

/** Ids of the activities that H5P core names content types by. */
const h5pLibraries = 'http://h5p.org/libraries/';

const anyObject = z.record(z.string(), z.unknown());
const activities = z
  .union([z.array(z.unknown()), z.unknown()])
  .transform((value) => (Array.isArray(value) ? value : [value]) as readonly unknown[]);

/** Only the properties used here; the LRS checks the whole statement. */
const fromH5p = z.object({
  id: z.string().optional(),
  actor: z.unknown().optional(),
  verb: anyObject,
  object: z.looseObject({
    objectType: z.string().optional(),
    id: z.string().optional(),
    definition: anyObject.optional(),
  }),
  result: z.unknown().optional(),
  context: z
    .looseObject({
      registration: z.string().optional(),
      contextActivities: z.looseObject({ category: activities.optional() }).optional(),
      extensions: anyObject.optional(),
    })
    .optional(),
  timestamp: z.string().optional(),
  attachments: z.array(z.unknown()).optional(),
});

/** The server's knowledge about the launch whose statements it reads. */
export interface TranslationContext {
  readonly session: PlaySession;
  /** The launch's actor; replaces H5P's placeholder. */
  readonly actor: { readonly account?: unknown };
  /** The version that the attempt is on. */
  readonly content: CatalogueEntry;
  readonly vocabulary: Vocabulary;
  readonly publicUrl: string;
  readonly now: EpochMilliseconds;
}

/** A translated statement for the LRS, and its object. */
export interface TranslatedStatement {
  readonly statement: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly verb: unknown;
  /** About the whole content, not one of its parts. */
  readonly whole: boolean;
}

function foreign(message: string, path: string, detail?: string): LotseError {
  return new LotseError('foreign-statement', message, { path, ...(detail === undefined ? {} : { detail }) });
}

const aboutOthers = ['instructor', 'team', 'statement', 'contextAgents', 'contextGroups'] as const;

/** The content types among the categories that H5P core sent; the content's own where it sent none. */
function contentTypes(sent: readonly unknown[] | undefined, content: CatalogueEntry): readonly string[] {
  const ids = (sent ?? []).map((activity) =>
    typeof activity === 'object' && activity !== null && 'id' in activity ? activity.id : undefined,
  );
  const existing = ids.filter((id): id is string => typeof id === 'string' && id.startsWith(h5pLibraries));
  return existing.length > 0 ? existing : [h5pLibraries + libraryFolder(content.mainLibrary)];
}

/** The learner's extensions, without those that only the server may write. */
function learnersExtensions(
  sent: Readonly<Record<string, unknown>> | undefined,
  { extensions }: Vocabulary,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sent ?? {}).filter(([key]) => !Object.values<string>(extensions).includes(key)),
  );
}

function checkTimestamp(timestamp: string | undefined, now: number, path: string): void {
  const instant = timestamp === undefined ? now : Date.parse(timestamp);
  if (instant > now + maxClockAheadMs) {
    throw new LotseError(
      'invalid-statement',
      'The timestamp is more than a day in the future. Please check the date and time of this device.',
      { path },
    );
  }
}

type ReceivedText = z.infer<typeof fromH5p>;

function readStatement(sent: unknown, path: string): ReceivedText {
  const parsed = fromH5p.safeParse(sent);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new LotseError('invalid-statement', `This is not a statement: ${issue.message}.`, {
    path: [path, ...issue.path].join('.'),
  });
}

/** The object of the statement: the launch's content or a part of it. */
function objectOf(
  { object: { id, objectType } }: ReceivedText,
  { content, vocabulary }: TranslationContext,
  path: string,
): AboutContent {
  if (objectType !== undefined && objectType !== 'Activity')
    throw foreign('The statement is not about this learning unit.', `${path}.object.objectType`);
  const about = id === undefined ? undefined : parseObjectId(id, content.id, vocabulary);
  if (about === undefined)
    throw foreign('The statement is about something else than this learning unit.', `${path}.object.id`);
  return about;
}

/** That the statement's context is of this attempt and of nobody else. */
function checkContext({ context = {} }: ReceivedText, { session }: TranslationContext, path: string): void {
  for (const key of aboutOthers) {
    if (context[key] !== undefined)
      throw foreign('The statement names others than the one who launched this unit.', `${path}.context.${key}`);
  }
  const { registration } = context;
  if (registration !== undefined && registration.toLowerCase() !== session.registration.toLowerCase())
    throw foreign('The statement belongs to another attempt.', `${path}.context.registration`);
}

const activity = (id: string) => ({ objectType: 'Activity', id });

function courseActivity({ course, language }: PlaySession, vocabulary: Vocabulary): readonly object[] {
  if (course === undefined) return [];
  return [
    {
      ...activity(vocabulary.course(course.platformId, course.id)),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/course',
        ...(course.title === undefined ? {} : { name: { [language]: course.title } }),
      },
    },
  ];
}

/** The context that the server vouches for. */
function contextFor(
  sent: ReceivedText['context'],
  { session, content, vocabulary }: TranslationContext,
  whole: boolean,
) {
  const competencies = content.competencies.map(({ framework, code, level }) => ({
    competency: vocabulary.competency(framework, code),
    level,
  }));
  const grouping = courseActivity(session, vocabulary);
  return {
    registration: session.registration,
    platform: session.platform,
    language: session.language,
    contextActivities: {
      ...(whole ? {} : { parent: [activity(vocabulary.activity(content.id))] }),
      ...(grouping.length === 0 ? {} : { grouping }),
      category: [
        ...contentTypes(sent?.contextActivities?.category, content),
        ...competencies.map(({ competency }) => competency),
      ].map(activity),
    },
    extensions: {
      ...learnersExtensions(sent?.extensions, vocabulary),
      [vocabulary.extensions.contentVersion]: content.version,
      ...(competencies.length === 0 ? {} : { [vocabulary.extensions.competencies]: competencies }),
    },
  };
}

/**
 * Translates a statement of H5P's into one of this launch: actor, registration, platform, language, course,
 * competencies and version come from the server; verb, result, object and time from the learner's browser.
 * @param path where the statement stood in the request, e.g. `statements[2]`
 * @throws LotseError `foreign-statement` if it speaks about anybody or anything else than the launch
 * @throws LotseError `invalid-statement` if it is no statement, or from the future
 */
export function translateStatement(sent: unknown, context: TranslationContext, path: string): TranslatedStatement {
  const { content } = context;
  const statement = readStatement(sent, path);
  if (!isReplaceableActor(statement.actor, context.actor, context.publicUrl))
    throw foreign('The statement is about another person than the one who launched this unit.', `${path}.actor`);
  if ((statement.attachments ?? []).length > 0)
    throw foreign('Statements of a learning unit carry no attachments.', `${path}.attachments`);
  const about = objectOf(statement, context, path);
  checkContext(statement, context, path);
  checkTimestamp(statement.timestamp, context.now, `${path}.timestamp`);

  const whole = about.subContentId === undefined;
  // H5P core labels every title `en-US`, whatever its language; the whole content's is known here.
  const definition = whole
    ? { ...statement.object.definition, name: { [content.language]: content.title } }
    : statement.object.definition;
  return {
    whole,
    verb: statement.verb['id'],
    statement: {
      id: statement.id ?? newUuid(),
      actor: context.actor,
      verb: statement.verb,
      object: { ...activity(about.iri), ...(definition === undefined ? {} : { definition }) },
      ...(statement.result === undefined ? {} : { result: statement.result }),
      context: contextFor(statement.context, context, whole),
      timestamp: statement.timestamp ?? new Date(context.now).toISOString(),
    },
  };
}

/** The object of a content's statement: the whole content, or one of its parts. */
interface AboutContent {
  /** The activity IRI, `?subContentId=…` included for a part. */
  readonly iri: string;
  readonly subContentId?: string;
}

const subContentQuery = /^\?subContentId=([\w.~-]{1,128})$/;

/**
 * Parses the id of a statement's object. H5P core uses the content's address it was given; hosts that give
 * it none get the bare content id. Both mean the content's activity.
 * @returns `undefined` if the id is that of anything else
 */
function parseObjectId(id: string, contentId: string, vocabulary: Vocabulary): AboutContent | undefined {
  const activity = vocabulary.activity(contentId);
  const rest = [activity, contentId].filter((base) => id.startsWith(base)).map((base) => id.slice(base.length))[0];
  if (rest === undefined) return undefined;
  if (rest === '') return { iri: activity };
  const subContentId = subContentQuery.exec(rest)?.[1];
  return subContentId === undefined ? undefined : { iri: `${activity}?subContentId=${subContentId}`, subContentId };
}
