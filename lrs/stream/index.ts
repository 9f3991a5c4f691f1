export { consume, type Consumer, type ConsumerParts } from './consume.js';
export { takeTurns, type Turns } from './turn.js';
