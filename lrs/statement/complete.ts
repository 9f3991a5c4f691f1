import type { Instant } from '../../base/index.js';
import { toArray } from './named-activities.js';
import { toUtcTimestamp } from './timestamp.js';
import {
  type Activity,
  type Actor,
  type CompletedStatement,
  type Context,
  type ContextActivities,
  type ContextActivityKind,
  contextActivityKinds,
  type Statement,
  type StatementBody,
  type XapiVersion,
} from './types.js';

/** The properties the LRS sets. */
export interface Completion {
  /** UUID for a statement that has none. */
  readonly id: string;
  /** The authority: replaces the sender's (Data §2.4.9). */
  readonly authority: Actor;
  /** The timestamp of a statement that has none; left out: the store gives it its `stored`. */
  readonly now?: Instant;
  /** The version that the request follows. */
  readonly version: XapiVersion;
}

/** `version` of a statement that names none (Data §2.4.10). */
const defaultVersions: Readonly<Record<XapiVersion, string>> = { '1.0.3': '1.0.0', '2.0.0': '2.0.0' };

/**
 * A valid statement with everything that the LRS sets, in the one form in which it is kept: id in lower case,
 * timestamps in UTC with at least milliseconds (Data §4.5), context activities as lists (Data §2.4.6.2). What the
 * sender wrote into `stored` is dropped: the store knows. The statement itself stays as it is.
 */
export function completeStatement(
  statement: Statement,
  { id, authority, now, version }: Completion,
): CompletedStatement {
  const { object } = statement;
  const completed: Writable<CompletedStatement> & { stored?: string } = Object.assign(normalised(statement, version), {
    id: (statement.id ?? id).toLowerCase(),
    authority,
    version: statement.version ?? defaultVersions[version],
  });
  if (statement.timestamp === undefined && now !== undefined) completed.timestamp = now;
  if (object.objectType === 'SubStatement') completed.object = normalised(object, version);
  if (statement.stored !== undefined) delete completed.stored;
  return completed;
}

type Writable<Body> = { -readonly [Key in keyof Body]: Body[Key] };

/** A copy; what is in the kept form already is shared with the original. */
function normalised<Body extends StatementBody<unknown>>(body: Body, version: XapiVersion): Writable<Body> {
  const copy: Writable<Body> = { ...body };
  const { context, timestamp } = body;
  if (context?.contextActivities !== undefined) copy.context = withLists(context, context.contextActivities);
  if (timestamp !== undefined) copy.timestamp = inUtc(timestamp, version);
  return copy;
}

function inUtc(timestamp: string, version: XapiVersion): string {
  return toUtcTimestamp(timestamp, version) ?? timestamp;
}

function withLists(context: Context, contextActivities: ContextActivities): Context {
  if (contextActivityKinds.every((kind) => Array.isArray(contextActivities[kind] ?? []))) return context;
  const lists: Partial<Record<ContextActivityKind, readonly Activity[]>> = {};
  for (const kind of contextActivityKinds) {
    const activities = contextActivities[kind];
    if (activities !== undefined) lists[kind] = toArray(activities);
  }
  return { ...context, contextActivities: lists };
}
