import { asList } from './activity-list.js';
import { contextActivityKinds, type Activity, type Statement, type StatementBody, type StatementObject } from './types.js';

/** Every Activity that a statement names, in order: its object, its context's, and those of its SubStatement. */
export function namedActivities(statement: Statement): readonly Activity[] {
  const { object } = statement;
  return object.objectType === 'SubStatement' ? [...namedInBody(object), ...namedInContext(statement)] : namedInBody(statement);
}

function namedInBody(body: StatementBody<StatementObject>): readonly Activity[] {
  const { object } = body;
  const isActivity = object.objectType === undefined || object.objectType === 'Activity';
  return [...(isActivity ? [object as Activity] : []), ...namedInContext(body)];
}

function namedInContext({ context }: StatementBody<unknown>): readonly Activity[] {
  return contextActivityKinds.flatMap((kind) => asList(context?.contextActivities?.[kind] ?? []));
}
