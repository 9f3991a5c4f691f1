export { consume, type Consumer, type ConsumerParts, type ConsumerTiming } from './consume.js';
export { takeTurns, type Turn, type Turns } from './turn.js';
export type { Partition, Position, StoredEvent, StreamQueries } from '../store/index.js';
