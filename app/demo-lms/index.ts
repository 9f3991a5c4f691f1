export { starterItems } from './course.js';
export { createDemoLms } from './create-demo-lms.js';
export type { DemoPlatform } from './parts.js';
