import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressRange, rangeOf } from '../../base/index.js';
import { Unreachable } from './unreachable.js';

/** Finds all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Where LMSs may be asked. */
export interface NetworkPolicy {
  /** Whether addresses of private networks and of this machine are allowed (`LOTSE_ALLOW_INTERNAL_PLATFORMS`). */
  readonly allowInternal: boolean;
  /** Origins that may be internal all the same: the demo LMS, which we have started ourselves. */
  readonly ownOrigins?: readonly string[];
  /** Most milliseconds for any request, where less than its own limit. */
  readonly patience?: number;
  /** The system's own unless given. */
  readonly resolve?: Resolve;
}

export const internalPlatformsVariable = 'LOTSE_ALLOW_INTERNAL_PLATFORMS';

function resolveBySystem(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
}

function refusal(host: string, range: Exclude<AddressRange, 'public'>): Unreachable {
  return range === 'internal'
    ? new Unreachable('internal-address', `${host} is an internal address`, {
        message: `The learning platform's address lies inside a private network, which this installation does not ask. Whoever runs Lotse can allow it with the setting ${internalPlatformsVariable}=on.`,
      })
    : new Unreachable('internal-address', `${host} is an address that no LMS can have`, {
        message: "The learning platform's address is one that no learning platform can have.",
      });
}

function check(policy: NetworkPolicy, url: URL, addresses: readonly string[]): void {
  const internalAllowed =
    policy.allowInternal || (policy.ownOrigins ?? []).some((own) => new URL(own).origin === url.origin);
  for (const address of addresses) {
    const range = rangeOf(address);
    if (range === 'forbidden' || (range === 'internal' && !internalAllowed)) throw refusal(url.hostname, range);
  }
}

/**
 * Reads an address that an LMS or a stranger has named.
 * @throws Unreachable `address` where it is no plain http:// or https:// address; `internal-address` where it is an IP
 *   address that may not be asked. A name's addresses are checked by `guardedLookup`, when the connection is made.
 */
export function checkedUrl(policy: NetworkPolicy, text: string): URL {
  if (!URL.canParse(text)) throw new Unreachable('address', 'address is no URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Unreachable('address', `address has the scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new Unreachable('address', `address of ${url.host} carries a user name`);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // `new URL` has already turned 0x7f.1, 2130706433 and full-width digits into plain dotted numbers.
  if (isIP(literal) !== 0) check(policy, url, [literal]);
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
        check(
          policy,
          url,
          addresses.map(({ address }) => address),
        );
        const [first] = addresses;
        if (first === undefined) throw new Unreachable('name', `${host} has no address`);
        if (options.all === true) answer(null, [...addresses]);
        else answer(null, first.address, first.family);
      })
      .catch((caught: unknown) => answer(caught instanceof Error ? caught : new Error(String(caught)), ''));
  };
}
