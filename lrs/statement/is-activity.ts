import type { Activity, StatementObject } from './types.js';

/** True if a statement's object is an Activity, which is also the default without an `objectType` (Data §2.4.4). */
export function isActivity(object: StatementObject): object is Activity {
  return object.objectType === undefined || object.objectType === 'Activity';
}
