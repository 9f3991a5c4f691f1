import type { Dialect } from '../../../lrs/index.js';

/** The software as credentials name it. */
export const iliasSoftware = 'ilias';

/** Before a cmi5 launch, ILIAS names the activity twice where it writes `LMS.LaunchData`. */
export const iliasDialect: Dialect = {
  software: iliasSoftware,
  repeatedParameters: { '/activities/state': { activity_id: 'activityId' } },
};
