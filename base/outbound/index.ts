export { checkedUrl, type NetworkPolicy } from './address-guard.js';
export { rangeOf } from './address-range.js';
export {
  createOutboundClient,
  type OutboundResponse,
  type OutboundClient,
  type OutboundRequest,
  type StreamedResponse,
} from './outbound-client.js';
export { OutboundError } from './outbound-error.js';
export { retryAfterSeconds } from './retry-after.js';
