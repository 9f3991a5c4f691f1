export { sendBridgePage, type BridgePage } from './bridge-page.js';
export { isGraded } from './callback/roles.js';
export { createLaunch, type Launch } from './create-launch.js';
export { launchUrl, type LaunchParts } from './parts.js';
export { ancestorsOf, readLaunchSession, type LaunchSession } from './session/launch-session.js';
export { sessionFrom, type LaunchVisit } from './session/session-from.js';
