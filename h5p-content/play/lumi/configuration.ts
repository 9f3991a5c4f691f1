import { createRequire } from 'node:module';
import { ContentPermission, H5PConfig, type IPermissionSystem, UserDataPermission } from '@lumieducation/h5p-server';
import type { Milliseconds } from '../../../base/index.js';
import type { AttemptScope } from '../../store/index.js';

/** Interval at which H5P saves the learner's state. */
const saveInterval: Milliseconds = 3_000;

/** Lumi's settings for playing: no Hub, no statistics, no request to the network. */
export function lumiConfiguration(base: string): H5PConfig {
  return new H5PConfig(undefined, {
    baseUrl: base,
    contentHubEnabled: false,
    contentUserStateSaveInterval: saveInterval,
    disableFullscreen: true,
    fetchingDisabled: 1,
    sendUsageStatistics: false,
    setFinishedEnabled: false,
  });
}

/** A launch lets its person view its content and their own state; everything else is denied. */
export function launchPermissions({ contentId, person }: AttemptScope): IPermissionSystem {
  return {
    checkForContent: async (user, permission, requested) =>
      permission === ContentPermission.View && requested === contentId && user.id === person,
    checkForUserData: async (user, permission, requested, affected) =>
      permission === UserDataPermission.ViewState &&
      requested === contentId &&
      user.id === person &&
      affected === person,
    checkForTemporaryFile: async () => false,
    checkForGeneralAction: async () => false,
  };
}

const require = createRequire(import.meta.url);

function strings(language: 'de' | 'en'): Readonly<Record<string, string>> {
  return require(`@lumieducation/h5p-server/build/assets/translations/client/${language}.json`) as Record<
    string,
    string
  >;
}

const texts = { de: strings('de'), en: strings('en') };

/** H5P core's own texts, e.g. of its dialogs, in the page's language. Keys look like `client:close`. */
export function translate(key: string, language: string): string {
  const name = key.replace(/^client:/, '');
  return texts[language === 'de' ? 'de' : 'en'][name] ?? texts.en[name] ?? key;
}
