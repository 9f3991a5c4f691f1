import { hash } from 'node:crypto';
import { asList } from './activity-list.js';
import { comparableDuration } from './duration.js';
import { canonicalMailto } from './iri.js';
import { utcTimestamp } from './timestamp.js';
import { contextActivityKinds, type Activity, type Actor, type Context, type Result, type Statement, type StatementBody, type StatementObject, type StatementRef } from './types.js';

/**
 * What two statements have in common exactly when they are "the same" (Data §2.3.1): SHA-256 (hex) over what
 * comparison looks at. Left out are what the LRS may set (id, authority, stored, timestamp, version), Activities'
 * definitions, verbs' display, attachments; ignored are the order of properties and of members of Groups, the way
 * numbers and timestamps are written, the case of what knows no case, a context Activity standing alone or in a
 * list, and what of a duration is finer than 0.01 seconds.
 */
export function fingerprintOf(statement: Statement): string {
  return hash('sha256', canonicalText(comparableBody(statement)), 'hex');
}

type Comparable = Readonly<Record<string, unknown>>;

function comparableBody(body: StatementBody<StatementObject>): Comparable {
  return {
    actor: comparableActor(body.actor),
    verb: body.verb.id,
    object: comparableObject(body.object),
    result: body.result === undefined ? undefined : comparableResult(body.result),
    context: body.context === undefined ? undefined : comparableContext(body.context),
  };
}

function comparableActor(actor: Actor): Comparable {
  const comparable: Record<string, unknown> = { ...actor };
  if (actor.mbox !== undefined) comparable['mbox'] = canonicalMailto(actor.mbox);
  if (actor.mbox_sha1sum !== undefined) comparable['mbox_sha1sum'] = actor.mbox_sha1sum.toLowerCase();
  if (actor.member !== undefined) comparable['member'] = actor.member.map((each) => canonicalText(comparableActor(each))).sort();
  return comparable;
}

function comparableObject(object: StatementObject): Comparable {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return comparableActor(object);
    case 'StatementRef':
      return comparableReference(object);
    case 'SubStatement':
      return { ...comparableBody(object), objectType: object.objectType, timestamp: comparableTimestamp(object.timestamp) };
    default:
      return comparableActivity(object as Activity);
  }
}

function comparableActivity({ objectType, id }: Activity): Comparable {
  return { objectType, id };
}

/** The instant, to the millisecond, which is what has to be kept of it. 1.0.x reads all that 2.0 does, and alike. */
function comparableTimestamp(timestamp: string | undefined): string | undefined {
  return timestamp === undefined ? undefined : utcTimestamp(timestamp, '1.0.3')?.slice(0, 'YYYY-MM-DDTHH:MM:SS.sss'.length);
}

function comparableReference(reference: StatementRef): Comparable {
  return { ...reference, id: reference.id.toLowerCase() };
}

function comparableResult(result: Result): Comparable {
  return result.duration === undefined ? { ...result } : { ...result, duration: comparableDuration(result.duration) };
}

function comparableContext(context: Context): Comparable {
  const comparable: Record<string, unknown> = { ...context };
  const { registration, instructor, team, contextActivities, contextAgents, contextGroups, language, statement } = context;
  if (registration !== undefined) comparable['registration'] = registration.toLowerCase();
  if (instructor !== undefined) comparable['instructor'] = comparableActor(instructor);
  if (team !== undefined) comparable['team'] = comparableActor(team);
  if (contextAgents !== undefined) comparable['contextAgents'] = contextAgents.map((each) => ({ ...each, agent: comparableActor(each.agent) }));
  if (contextGroups !== undefined) comparable['contextGroups'] = contextGroups.map((each) => ({ ...each, group: comparableActor(each.group) }));
  if (language !== undefined) comparable['language'] = language.toLowerCase();
  if (statement !== undefined) comparable['statement'] = comparableReference(statement);
  if (contextActivities !== undefined) {
    comparable['contextActivities'] = Object.fromEntries(
      contextActivityKinds.flatMap((kind) => {
        const activities = contextActivities[kind];
        return activities === undefined ? [] : [[kind, asList(activities).map(comparableActivity)]];
      }),
    );
  }
  return comparable;
}

/** JSON in one form: keys in order of their code units, numbers as JavaScript writes them, nothing for `undefined`. */
function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonicalText(object[key])}`;
  }
  return `${text}}`;
}
