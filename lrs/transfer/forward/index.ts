export { createForwarding, type Forwarding, type TargetRequest, type TargetStatus } from './create-forwarding.js';
