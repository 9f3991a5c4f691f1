import { H5PConfig } from '@lumieducation/h5p-server';

/** Interval at which H5P saves the learner's state, in milliseconds. */
const saveInterval = 3_000;

/** Lumi's settings for playing: no Hub, no statistics, nothing that would ask the network. */
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
