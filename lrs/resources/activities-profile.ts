import { required } from './parameters.js';
import { profileResource } from './profile.js';

/** Documents about an activity (xAPI 1.0.3 Communication §2.7; xAPI 2.0 §4.1.6.6). */
export const activitiesProfile = profileResource('/activities/profile', 'activityId', ({ parameters }) => ({
  kind: 'activity-profile',
  activity: required('activityId', parameters.iri('activityId')),
}));
