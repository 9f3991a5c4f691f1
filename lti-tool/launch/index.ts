export { sendBridgePage, type BridgePage } from './bridge-page.js';
export { isGraded } from './callback/roles.js';
export { createLaunch, type Launch } from './create-launch.js';
export { attemptPlacement, launchUrl, type LaunchParts } from './parts.js';
export { readLaunchSession, type LaunchSession } from './session/launch-session.js';
export type { DeepLinkingSettings } from './callback/read-message.js';
export type { Preview } from './session/preview.js';
export { sessionFrom, type LaunchVisit } from './session/session-from.js';
