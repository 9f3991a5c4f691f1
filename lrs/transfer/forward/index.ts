export { createForwarding, type Forwarding, type ForwardingParts, type TargetRequest, type TargetStatus } from './create-forwarding.js';
export { isPrivateAddress } from './outbound.js';
export type { ForwardTiming } from './runner.js';
