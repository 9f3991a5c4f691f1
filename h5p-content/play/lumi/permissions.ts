import { ContentPermission, UserDataPermission, type IPermissionSystem } from '@lumieducation/h5p-server';
import type { AttemptScope } from '../../store/index.js';

/** A launch lets its person view its content and their own state; everything else is denied. */
export function launchPermissions({ contentId, person }: AttemptScope): IPermissionSystem {
  return {
    checkForContent: async (user, permission, asked) =>
      permission === ContentPermission.View && asked === contentId && user.id === person,
    checkForUserData: async (user, permission, asked, affected) =>
      permission === UserDataPermission.ViewState && asked === contentId && user.id === person && affected === person,
    checkForTemporaryFile: async () => false,
    checkForGeneralAction: async () => false,
  };
}
