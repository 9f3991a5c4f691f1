export { bindingFromCookie, setBindingCookie } from './binding.js';
export { createLaunch } from './create-launch.js';
export type { DeepLinkingSettings } from './message/parse-launch-message.js';
export { launchUrl } from './parts.js';
export { storageTimeoutMs } from './platform-storage.js';
export { returnAddress } from './problem/send-problem.js';
export { isInCourse, type LtiDetails, ltiDetailsOf } from './session/lti-details.js';
