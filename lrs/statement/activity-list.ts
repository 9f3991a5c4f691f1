import type { Activity } from './types.js';

/** Context activities of one kind as a list, however they were sent (Data §2.4.6.2). */
export function asList(activities: Activity | readonly Activity[]): readonly Activity[] {
  return 'id' in activities ? [activities] : activities;
}
