export { createDemoLms, type DemoLms, type DemoLmsOptions } from './create-demo-lms.js';
export type { DemoPlatform } from './parts.js';
