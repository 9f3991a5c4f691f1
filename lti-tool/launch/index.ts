export { bindingFromCookie, setBindingCookie } from './binding.js';
export { sendBridgePage } from './bridge-page.js';
export { createLaunch, type Launch } from './create-launch.js';
export type { DeepLinkingSettings } from './message/read-message.js';
export { attemptPlacement, type LaunchParts, launchUrl } from './parts.js';
export { storagePatience } from './platform-storage.js';
export { returnAddress } from './problem/return-address.js';
export { ancestorsOf, type LaunchSession, readLaunchSession } from './session/launch-session.js';
export type { LaunchVisit } from './session/session-from.js';
