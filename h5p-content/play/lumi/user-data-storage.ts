import type { IContentUserData, IContentUserDataStorage } from '@lumieducation/h5p-server';
import type { OrganisationId } from '../../../lrs/index.js';
import type { AttemptScope, ContentStore, LearnerState } from '../../store/index.js';
import { notWhilePlaying } from './read-only.js';

/**
 * Lumi's view of one attempt's learner state, for starting the player. Every look-up is bound to the launch's own
 * organisation, person and attempt, whatever ids are requested.
 */
export function userDataStorage(
  store: ContentStore,
  organisation: OrganisationId,
  scope: AttemptScope,
): IContentUserDataStorage {
  const toUserData = ({ dataType, subContentId, data, preload }: LearnerState): IContentUserData => ({
    contentId: scope.contentId,
    contextId: scope.registration,
    userId: scope.person,
    dataType,
    subContentId,
    userState: data,
    preload,
    invalidate: false,
  });
  return {
    getContentUserDataByContentIdAndUser: async () =>
      (await store.states.listStates(organisation, scope)).map(toUserData),
    // Lumi's type does not say that a state may be missing; its callers check for it.
    getContentUserData: async (_contentId, dataType, subContentId) => {
      const state = await store.states.findState(organisation, scope, dataType, subContentId);
      return (state === undefined ? undefined : toUserData(state)) as IContentUserData;
    },
    createOrUpdateContentUserData: notWhilePlaying('createOrUpdateContentUserData'),
    deleteInvalidatedContentUserData: notWhilePlaying('deleteInvalidatedContentUserData'),
    deleteAllContentUserDataByUser: notWhilePlaying('deleteAllContentUserDataByUser'),
    deleteAllContentUserDataByContentId: notWhilePlaying('deleteAllContentUserDataByContentId'),
    getContentUserDataByUser: notWhilePlaying('getContentUserDataByUser'),
    createOrUpdateFinishedData: notWhilePlaying('createOrUpdateFinishedData'),
    getFinishedDataByContentId: notWhilePlaying('getFinishedDataByContentId'),
    getFinishedDataByUser: notWhilePlaying('getFinishedDataByUser'),
    deleteFinishedDataByContentId: notWhilePlaying('deleteFinishedDataByContentId'),
    deleteFinishedDataByUser: notWhilePlaying('deleteFinishedDataByUser'),
  };
}
