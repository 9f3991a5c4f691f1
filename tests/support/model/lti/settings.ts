import { defaultToolSettings, type LtiStore, mergedLaunchTrace } from '../../../../lti-tool/store/index.js';
import { byText, type LtiModelState } from './state.js';

export function modelSettings({ settings }: LtiModelState): LtiStore['settings'] {
  return {
    changeSettings: async (organisation, changes) =>
      void settings.set(organisation, { ...defaultToolSettings, ...settings.get(organisation), ...changes }),
    findSettings: async (organisation) => settings.get(organisation) ?? defaultToolSettings,
  };
}

export function modelTraces(state: LtiModelState): LtiStore['traces'] {
  return {
    recordLaunchTrace: async (organisation, platform, seen) => {
      const isIt = (each: (typeof state.traces)[number]): boolean =>
        each.organisation === organisation && each.platform === platform;
      const trace = mergedLaunchTrace(state.traces.find(isIt)?.trace ?? {}, seen);
      if (Object.keys(trace).length > 0)
        state.traces = [...state.traces.filter((each) => !isIt(each)), { organisation, platform, trace }];
    },
    listLaunchTraces: async (organisation) =>
      new Map(
        state.traces
          .filter((each) => each.organisation === organisation)
          .map(({ platform, trace }) => [platform, trace]),
      ),
  };
}

export function modelProvisioning(state: LtiModelState): LtiStore['provisioning'] {
  return {
    beginProvisioning: async (provisioning) => {
      const open = state.provisionings.find(({ organisation }) => organisation === provisioning.organisation);
      if (open === undefined) state.provisionings = [...state.provisionings, provisioning];
      return open ?? provisioning;
    },
    endProvisioning: async (organisation, id) => {
      state.provisionings = state.provisionings.filter((each) => each.organisation !== organisation || each.id !== id);
    },
    listProvisionings: async () =>
      state.provisionings.toSorted((left, right) => byText(left.organisation, right.organisation)),
  };
}
