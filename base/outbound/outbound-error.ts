import { codeOf } from '../errors.js';

/**
 * The reason why a request failed, or its response could not be used. `internal-address`: it lies in a private network,
 * which the policy does not allow; `forbidden-address`: no policy allows it.
 */
export type OutboundFailure =
  | 'address'
  | 'internal-address'
  | 'forbidden-address'
  | 'name'
  | 'refused'
  | 'timeout'
  | 'certificate'
  | 'network'
  | 'redirect'
  | 'too-large';

/**
 * No response, or none that can be used. Its message is for the log and names the host alone: a path may contain
 * secrets.
 */
export class OutboundError extends Error {
  constructor(
    readonly reason: OutboundFailure,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = 'OutboundError';
  }
}

const reasonsByCode: Readonly<Record<string, OutboundFailure>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  ENODATA: 'name',
  ECONNREFUSED: 'refused',
};

/** Node's names for faults of a certificate are OpenSSL's. */
const certificateCodes =
  /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECODE)|^ERR_TLS|^ERR_SSL|^EPROTO$|^HOSTNAME_MISMATCH|^INVALID_(CA|PURPOSE)|^PATH_LENGTH/;

/** Translates Node's connection errors into ours. An error that is ours already stays as it is. */
export function toOutboundError(caught: unknown, host: string): OutboundError {
  if (caught instanceof OutboundError) return caught;
  const code = codeOf(caught);
  const reason = certificateCodes.test(code) ? 'certificate' : (reasonsByCode[code] ?? 'network');
  return new OutboundError(reason, `${host}: ${caught instanceof Error ? caught.message : String(caught)}`, {
    cause: caught,
  });
}
