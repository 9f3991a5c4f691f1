import { type Activity, type Context, contextActivityKinds, type Statement, type StatementObject } from './types.js';

/** Every Activity that a statement names, in order: its object, its context's, and those of its SubStatement. */
export function namedActivities(statement: Statement): readonly Activity[] {
  const { object } = statement;
  const named: Activity[] = [];
  addFromObject(named, object.objectType === 'SubStatement' ? object.object : object);
  if (object.objectType === 'SubStatement') addFromContext(named, object.context);
  addFromContext(named, statement.context);
  return named;
}

function addFromObject(named: Activity[], object: StatementObject): void {
  if (isActivity(object)) named.push(object);
}

function addFromContext(named: Activity[], context: Context | undefined): void {
  const activities = context?.contextActivities;
  if (activities === undefined) return;
  for (const kind of contextActivityKinds) {
    // One by one: as arguments of one call, a list as long as a body may be does not fit on the stack.
    for (const each of toArray(activities[kind] ?? [])) named.push(each);
  }
}

/** True if a statement's object is an Activity, which is also the default without an `objectType` (Data §2.4.4). */
export function isActivity(object: StatementObject): object is Activity {
  return object.objectType === undefined || object.objectType === 'Activity';
}

/** Context activities of one kind as a list, however they were sent (Data §2.4.6.2). */
export function toArray(activities: Activity | readonly Activity[]): readonly Activity[] {
  return 'id' in activities ? [activities] : activities;
}
