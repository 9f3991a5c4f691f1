export { consume, type Consumer, type ConsumerParts } from './consume.js';
export { createProcessLeases, type ProcessLease, type ProcessLeases } from './process-lease.js';
