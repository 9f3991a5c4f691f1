export {
  createForwarding,
  type Forwarding,
  type ForwardingParts,
  type TargetRequest,
  type TargetStatus,
} from './create-forwarding.js';
