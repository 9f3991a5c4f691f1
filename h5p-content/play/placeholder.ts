/**
 * H5P core makes a mail address into the actor of its statements, and keeps no state for people without a user.
 * This address cannot belong to anybody (RFC 2606 §2); the server puts the learner in its place.
 */
export const placeholderAddress = 'learner@lotse.invalid';
