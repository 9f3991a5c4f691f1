export { bindingFromCookie, setBindingCookie } from './binding.js';
export { createLaunch } from './create-launch.js';
export type { DeepLinkingSettings } from './message/read-message.js';
export { launchUrl } from './parts.js';
export { storagePatience } from './platform-storage.js';
export { returnAddress } from './problem/return-address.js';
export { isInCourse } from './session/is-in-course.js';
export { type LtiDetails, ltiDetailsOf } from './session/lti-details.js';
