export { initialState } from './initial-state.js';
export { nextId, useOnce } from './once.js';
export type { CourseItem, LineItem, DemoScore, State } from './schema.js';
export { openStateFile, type StateFile } from './state-file.js';
