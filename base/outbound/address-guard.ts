import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { rangeOf } from './address-range.js';
import { OutboundError } from './outbound-error.js';

/** Resolves a host name to all its addresses. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** The addresses that may be requested. A cloud's metadata service and link-local addresses never may. */
export interface NetworkPolicy {
  /** True if addresses of private networks and of this machine are allowed too. */
  readonly allowInternal: boolean;
  /** Origins that may be internal nevertheless, since they are our own: the demo LMS. */
  readonly ownOrigins?: readonly string[];
  /** The system's own resolver unless given. */
  readonly resolve?: ResolveHost;
}

/** Names of metadata services. Their addresses are refused as well; a proxy or hosts file may give them others. */
const metadataNames = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

function resolveBySystem(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
}

const forbidden = (host: string): OutboundError =>
  new OutboundError('forbidden-address', `${host} is an address that nobody may be asked at`);

function checkAddresses(policy: NetworkPolicy, url: URL, addresses: readonly string[]): void {
  const internalAllowed =
    policy.allowInternal || (policy.ownOrigins ?? []).some((own) => new URL(own).origin === url.origin);
  for (const address of addresses) {
    const range = rangeOf(address);
    if (range === 'forbidden') throw forbidden(url.hostname);
    if (range === 'internal' && !internalAllowed)
      throw new OutboundError('internal-address', `${url.hostname} is an internal address`);
  }
}

/**
 * Checks an address that comes from somebody else.
 * @throws OutboundError `address` if it is no plain http:// or https:// address; `internal-address` or
 *   `forbidden-address` if it is an IP address that may not be asked. The addresses of a name are checked by
 *   `guardedLookup`, when the connection is made.
 */
export function checkedUrl(policy: NetworkPolicy, text: string): URL {
  if (!URL.canParse(text)) throw new OutboundError('address', 'address is no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutboundError('address', `address has the scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('address', `address of ${url.host} carries a user name`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (metadataNames.has(host.replace(/\.$/, ''))) throw forbidden(host);
  // `new URL` has already turned 0x7f.1, 2130706433 and full-width digits into plain dotted numbers.
  if (isIP(host) !== 0) checkAddresses(policy, url, [host]);
  return url;
}

/**
 * The name look-up of one connection: the connection goes to the very addresses that were checked, so a name that
 * changes its meaning between check and use gains nothing. One forbidden address among several refuses them all.
 */
export function guardedLookup(policy: NetworkPolicy, url: URL): LookupFunction {
  const resolve = policy.resolve ?? resolveBySystem;
  return (host, options, answer) => {
    resolve(host)
      .then((addresses) => {
        checkAddresses(
          policy,
          url,
          addresses.map(({ address }) => address),
        );
        const [first] = addresses;
        if (first === undefined) throw new OutboundError('name', `${host} has no address`);
        if (options.all === true) answer(null, [...addresses]);
        else answer(null, first.address, first.family);
      })
      .catch((caught: unknown) => answer(caught instanceof Error ? caught : new Error(String(caught)), ''));
  };
}
