import { hash } from 'node:crypto';
import { toArray } from './named-activities.js';
import { comparableDuration } from './duration.js';
import { withTypes } from './format.js';
import { canonicalMailto } from './iri.js';
import { toUtcTimestamp } from './timestamp.js';
import type {
  Activity,
  Actor,
  Context,
  ContextActivities,
  Result,
  Score,
  Statement,
  StatementBody,
  StatementObject,
  StatementRef,
} from './types.js';

/**
 * A hash that two statements share exactly if they are "the same" (Data §2.3.1): SHA-256 (hex) over what
 * comparison looks at. Left out are what the LRS may set (id, authority, stored, timestamp, version), Activities'
 * definitions, verbs' display, attachments; ignored are the order of properties and of members of Groups, the way
 * numbers and timestamps are written, the case of what knows no case, a context Activity standing alone or in a
 * list, and what of a duration is finer than 0.01 seconds.
 *
 * What is hashed is JSON in one form: keys in order of their code units, numbers as JavaScript writes them. It is
 * written at once, property by property in that order, since every statement passes here: making an object to be
 * sorted and written afterwards takes three times as long.
 */
export function fingerprintOf(statement: Statement): string {
  return hash('sha256', bodyText(statement), 'hex');
}

/** True if two statements are the same although one of them leaves out implied types. */
export function isSameStatement(one: Statement, other: Statement): boolean {
  return (
    fingerprintOf(one) === fingerprintOf(other) || fingerprintOf(withTypes(one)) === fingerprintOf(withTypes(other))
  );
}

const property = (name: string, text: string | undefined): string => (text === undefined ? '' : `,"${name}":${text}`);
const quoted = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : JSON.stringify(text);
/** @param properties each led by a comma */
const objectText = (properties: string): string => `{${properties.slice(1)}}`;

function listText<Each>(list: readonly Each[], textOf: (each: Each) => string): string {
  let text = '';
  for (const each of list) text += `,${textOf(each)}`;
  return `[${text.slice(1)}]`;
}

/** @param objectType and `timestamp`: of a SubStatement, which has no others that the LRS would set */
function bodyText(
  { actor, verb, object, result, context }: StatementBody<StatementObject>,
  objectType?: string,
  timestamp?: string,
): string {
  return objectText(
    property('actor', actorText(actor)) +
      property('context', context === undefined ? undefined : contextText(context)) +
      property('object', statementObjectText(object)) +
      property('objectType', quoted(objectType)) +
      property('result', result === undefined ? undefined : resultText(result)) +
      property('timestamp', quoted(timestamp)) +
      property('verb', quoted(verb.id)),
  );
}

function actorText({ objectType, name, mbox, mbox_sha1sum: hashed, openid, account, member }: Actor): string {
  return objectText(
    property(
      'account',
      account === undefined
        ? undefined
        : `{"homePage":${JSON.stringify(account.homePage)},"name":${JSON.stringify(account.name)}}`,
    ) +
      property('mbox', mbox === undefined ? undefined : quoted(canonicalMailto(mbox))) +
      property('mbox_sha1sum', quoted(hashed?.toLowerCase())) +
      property('member', member === undefined ? undefined : JSON.stringify(member.map(actorText).sort())) +
      property('name', quoted(name)) +
      property('objectType', quoted(objectType)) +
      property('openid', quoted(openid)),
  );
}

function statementObjectText(object: StatementObject): string {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return actorText(object);
    case 'StatementRef':
      return referenceText(object);
    case 'SubStatement':
      return bodyText(object, object.objectType, comparableTimestamp(object.timestamp));
    case 'Activity':
    case undefined:
    default:
      // Whoever is an object says so: only an Activity may leave its type out.
      return activityText(object as Activity);
  }
}

function activityText({ objectType, id }: Activity): string {
  return objectText(property('id', quoted(id)) + property('objectType', quoted(objectType)));
}

function referenceText({ id, objectType }: StatementRef): string {
  return objectText(property('id', quoted(id.toLowerCase())) + property('objectType', quoted(objectType)));
}

/** The instant, to the millisecond, which is what has to be kept of it. 1.0.x reads all that 2.0 does, and alike. */
function comparableTimestamp(timestamp: string | undefined): string | undefined {
  return timestamp === undefined
    ? undefined
    : toUtcTimestamp(timestamp, '1.0.3')?.slice(0, 'YYYY-MM-DDTHH:MM:SS.sss'.length);
}

function resultText({ completion, duration, extensions, response, score, success }: Result): string {
  return objectText(
    property('completion', completion?.toString()) +
      property('duration', duration === undefined ? undefined : quoted(comparableDuration(duration))) +
      property('extensions', extensions === undefined ? undefined : canonicalText(extensions)) +
      property('response', quoted(response)) +
      property('score', score === undefined ? undefined : scoreText(score)) +
      property('success', success?.toString()),
  );
}

function scoreText({ max, min, raw, scaled }: Score): string {
  const number = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : JSON.stringify(value);
  return objectText(
    property('max', number(max)) +
      property('min', number(min)) +
      property('raw', number(raw)) +
      property('scaled', number(scaled)),
  );
}

function contextText({
  contextActivities,
  contextAgents,
  contextGroups,
  extensions,
  instructor,
  language,
  platform,
  registration,
  revision,
  statement,
  team,
}: Context): string {
  return objectText(
    property(
      'contextActivities',
      contextActivities === undefined ? undefined : contextActivitiesText(contextActivities),
    ) +
      property(
        'contextAgents',
        contextAgents === undefined
          ? undefined
          : listText(contextAgents, ({ agent, objectType, relevantTypes }) =>
              partText(property('agent', actorText(agent)), objectType, relevantTypes),
            ),
      ) +
      property(
        'contextGroups',
        contextGroups === undefined
          ? undefined
          : listText(contextGroups, ({ group, objectType, relevantTypes }) =>
              partText(property('group', actorText(group)), objectType, relevantTypes),
            ),
      ) +
      property('extensions', extensions === undefined ? undefined : canonicalText(extensions)) +
      property('instructor', instructor === undefined ? undefined : actorText(instructor)) +
      property('language', quoted(language?.toLowerCase())) +
      property('platform', quoted(platform)) +
      property('registration', quoted(registration?.toLowerCase())) +
      property('revision', quoted(revision)) +
      property('statement', statement === undefined ? undefined : referenceText(statement)) +
      property('team', team === undefined ? undefined : actorText(team)),
  );
}

function partText(who: string, objectType: string, relevantTypes: readonly string[] | undefined): string {
  return objectText(
    who +
      property('objectType', quoted(objectType)) +
      property('relevantTypes', relevantTypes === undefined ? undefined : JSON.stringify(relevantTypes)),
  );
}

function contextActivitiesText({ category, grouping, other, parent }: ContextActivities): string {
  const activities = (some: Activity | readonly Activity[] | undefined): string | undefined =>
    some === undefined ? undefined : listText(toArray(some), activityText);
  return objectText(
    property('category', activities(category)) +
      property('grouping', activities(grouping)) +
      property('other', activities(other)) +
      property('parent', activities(parent)),
  );
}

/** The one form of what may hold anything. */
function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return listText(value, canonicalText);
  const object = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(object).sort()) text += `,${JSON.stringify(key)}:${canonicalText(object[key])}`;
  return objectText(text);
}
