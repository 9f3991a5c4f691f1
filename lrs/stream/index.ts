export { consume, type Consumer, type ConsumerParts } from './consume.js';
export { takeTurns, type Turn, type Turns } from './turn.js';
