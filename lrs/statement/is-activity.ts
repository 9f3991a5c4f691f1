import type { Activity, StatementObject } from './types.js';

/** Whether a statement's object is an Activity, which it also is where it does not say what it is (Data §2.4.4). */
export function isActivity(object: StatementObject): object is Activity {
  return object.objectType === undefined || object.objectType === 'Activity';
}
