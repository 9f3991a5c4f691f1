import {
  createOutboundClient,
  type Milliseconds,
  type NetworkPolicy,
  type OutboundResponse,
  OutboundError,
} from '../../base/index.js';
import { UnreachableError } from './unreachable-error.js';

/** A request to an LMS. */
export interface TextRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until then the whole answer must be here. */
  readonly timeout?: Milliseconds;
  /** Maximum size of a response, in bytes. */
  readonly limit?: number;
  /** Aborts the request. */
  readonly signal?: AbortSignal;
  /** `false`: a redirect is a response like any other. */
  readonly follow?: boolean;
}

/**
 * The only way in which the tool sends requests to an LMS, whatever the status of the response.
 * @throws Unreachable if there is no answer, or one over the limits
 */
export type FetchText = (request: TextRequest) => Promise<OutboundResponse>;

/** The addresses that may be requested, and the maximum time. */
export interface PlatformNetwork extends NetworkPolicy {
  /** Upper limit for any request, where less than its own. */
  readonly timeoutMs?: Milliseconds;
}

const defaultTimeout = 10_000;
const defaultLimit = 1024 * 1024;
const maxRedirects = 3;

const internalPlatformsVariable = 'LOTSE_ALLOW_INTERNAL_PLATFORMS';
const messages: Readonly<Partial<Record<OutboundError['reason'], string>>> = {
  'internal-address': `The learning platform's address lies inside a private network, which this installation does not ask. Whoever runs Lotse can allow it with the setting ${internalPlatformsVariable}=on.`,
  'forbidden-address': "The learning platform's address is one that no learning platform can have.",
};

function unreachable({ reason, message, cause }: OutboundError): UnreachableError {
  const text = messages[reason];
  const options = { cause, ...(text === undefined ? {} : { message: text }) };
  return reason === 'forbidden-address'
    ? new UnreachableError('internal-address', `${message}: no LMS can have it`, options)
    : new UnreachableError(reason, message, options);
}

/** @param network which addresses may be asked */
export function createFetchText(network: PlatformNetwork): FetchText {
  const client = createOutboundClient(network);
  return async ({ timeout = defaultTimeout, limit = defaultLimit, follow = true, ...request }) => {
    try {
      return await client.send({
        ...request,
        timeoutMs: Math.min(timeout, network.timeoutMs ?? Infinity),
        maxBytes: limit,
        maxRedirects: follow ? maxRedirects : 0,
      });
    } catch (caught) {
      throw caught instanceof OutboundError ? unreachable(caught) : caught;
    }
  };
}
