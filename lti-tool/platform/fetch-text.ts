import {
  createOutboundClient,
  type Milliseconds,
  type NetworkPolicy,
  type OutboundAnswer,
  OutboundError,
} from '../../base/index.js';
import { Unreachable } from './unreachable.js';

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
 * @throws Unreachable where there is no answer, or one over the limits
 */
export type FetchText = (request: TextRequest) => Promise<OutboundAnswer>;

/** The addresses that may be requested, and the maximum time. */
export interface PlatformNetwork extends NetworkPolicy {
  /** Upper limit for any request, where less than its own. */
  readonly patience?: Milliseconds;
}

const defaultTimeout = 10_000;
const defaultLimit = 1024 * 1024;
const maxRedirects = 3;

const internalPlatformsVariable = 'LOTSE_ALLOW_INTERNAL_PLATFORMS';
const messages: Readonly<Partial<Record<OutboundError['reason'], string>>> = {
  'internal-address': `The learning platform's address lies inside a private network, which this installation does not ask. Whoever runs Lotse can allow it with the setting ${internalPlatformsVariable}=on.`,
  'forbidden-address': "The learning platform's address is one that no learning platform can have.",
};

function unreachable({ reason, message, cause }: OutboundError): Unreachable {
  const told = messages[reason];
  const options = { cause, ...(told === undefined ? {} : { message: told }) };
  return reason === 'forbidden-address'
    ? new Unreachable('internal-address', `${message}: no LMS can have it`, options)
    : new Unreachable(reason, message, options);
}

/** @param network which addresses may be asked */
export function createFetchText(network: PlatformNetwork): FetchText {
  const client = createOutboundClient(network);
  return async ({ timeout = defaultTimeout, limit = defaultLimit, follow = true, ...request }) => {
    try {
      return await client.send({
        ...request,
        timeoutMs: Math.min(timeout, network.patience ?? Infinity),
        maxBytes: limit,
        maxRedirects: follow ? maxRedirects : 0,
      });
    } catch (caught) {
      throw caught instanceof OutboundError ? unreachable(caught) : caught;
    }
  };
}
