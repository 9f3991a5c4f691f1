export { consume, type Consumer, type ConsumerParts, consumePartitions } from './consume.js';
export { createProcessLeases, type ProcessLease, type ProcessLeases } from './process-lease.js';
