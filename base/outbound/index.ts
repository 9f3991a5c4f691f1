export { checkedUrl, type NetworkPolicy } from './address-guard.js';
export { rangeOf } from './address-range.js';
export {
  createOutboundClient,
  type OutboundAnswer,
  type OutboundClient,
  type OutboundRequest,
  type StreamedAnswer,
  type StreamedBody,
} from './outbound-client.js';
export { OutboundError, type OutboundFailure } from './outbound-error.js';
export { retryAfterSeconds } from './retry-after.js';
