export { playerTexts } from './client/texts.js';
export { createPlay, type Play } from './create-play.js';
export type { PlayModel } from './model.js';
export type { ReadPlaySession } from './session.js';
