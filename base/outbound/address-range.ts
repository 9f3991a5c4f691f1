import { isIPv4, isIPv6 } from 'node:net';

/**
 * The range of an address: `public`; `internal`, on this machine or in a private network; or `forbidden`, where there
 * is never a legitimate peer: a cloud's metadata service, a multicast group, an address without meaning.
 */
export type AddressRange = 'public' | 'internal' | 'forbidden';

/** First address and prefix length; the first that fits decides (IANA special-purpose address registries). */
const ipv4Ranges: readonly (readonly [number, number, number, AddressRange])[] = [
  [0, 0, 8, 'forbidden'], // this network; 0.0.0.0 reaches the own machine
  [10, 0, 8, 'internal'],
  [100, 64, 10, 'internal'], // carrier-grade NAT
  [127, 0, 8, 'internal'],
  [169, 254, 16, 'forbidden'], // link-local, with the metadata service of most clouds
  [172, 16, 12, 'internal'],
  [192, 168, 16, 'internal'],
  [198, 18, 15, 'internal'], // benchmarks
  [224, 0, 3, 'forbidden'], // multicast, reserved, broadcast
];

/** Addresses among all others at which clouds serve their own machines: Alibaba's metadata, Azure's wire server. */
const ipv4Clouds = new Set(['100.100.100.200', '168.63.129.16']);

/** Ranges identified by their first three bytes. */
const ipv4Documentation = new Set(['192.0.0', '192.0.2', '198.51.100', '203.0.113', '192.88.99']);

function rangeOfIpv4(bytes: readonly number[]): AddressRange {
  const [first, second, third] = bytes as [number, number, number, number];
  if (ipv4Clouds.has(bytes.join('.'))) return 'forbidden';
  for (const [high, low, length, range] of ipv4Ranges) {
    const shift = 16 - length;
    if (((first << 8) | second) >> shift === ((high << 8) | low) >> shift) return range;
  }
  return ipv4Documentation.has(`${first}.${second}.${third}`) ? 'forbidden' : 'public';
}

/** The eight groups of an IPv6 address; `new URL` writes every form of it in one way, but for the `::`. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const gap = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return [...front, ...gap, ...back].map((group) => Number.parseInt(group, 16));
}

function lastFourBytes(groups: readonly number[]): readonly number[] {
  return groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
}

/** The IPv4 address that an IPv6 address stands for; `undefined` if it stands for itself. */
function embeddedIpv4(groups: readonly number[]): readonly number[] | undefined {
  const [first, second, third] = groups as [number, number, number];
  const zeros = groups.findIndex((group) => group !== 0);
  // Mapped (::ffff:a.b.c.d), compatible (::a.b.c.d) and translated (64:ff9b::a.b.c.d).
  if ((zeros === 5 && groups[5] === 0xffff) || zeros >= 6) return lastFourBytes(groups);
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0))
    return lastFourBytes(groups);
  // 6to4 carries its IPv4 address in front.
  return first === 0x2002 ? [second >> 8, second & 0xff, third >> 8, third & 0xff] : undefined;
}

/** Amazon's, Google's and Scaleway's metadata. */
function isIpv6Metadata(groups: readonly number[]): boolean {
  const [first, second] = groups as [number, number];
  if ((first === 0xfd00 && second === 0x0ec2) || (first === 0xfd20 && second === 0xce)) return true;
  return first === 0xfd00 && second === 0x42 && groups[7] === 0x42 && groups.slice(2, 7).every((group) => group === 0);
}

function rangeOfIpv6(groups: readonly number[]): AddressRange {
  const [first, second] = groups as [number, number];
  const zeros = groups.findIndex((group) => group !== 0);
  if (zeros === -1) return 'forbidden';
  if (zeros === 7 && groups[7] === 1) return 'internal';
  const ipv4 = embeddedIpv4(groups);
  if (ipv4 !== undefined) return rangeOfIpv4(ipv4);
  if (isIpv6Metadata(groups)) return 'forbidden';
  if ((first & 0xfe00) === 0xfc00) return 'internal';
  // Everything else outside 2000::/3 is link-local, multicast or not in use; Teredo and documentation lie within it.
  if ((first & 0xe000) !== 0x2000) return 'forbidden';
  if (first === 0x3fff && second < 0x1000) return 'forbidden';
  return first === 0x2001 && (second < 0x0200 || second === 0x0db8) ? 'forbidden' : 'public';
}

/** The range of an IP address; `forbidden` for a text that is not one. */
export function rangeOf(address: string): AddressRange {
  const [plain = ''] = address.split('%', 1);
  if (isIPv4(plain)) return rangeOfIpv4(plain.split('.').map(Number));
  return isIPv6(plain) ? rangeOfIpv6(groupsOf(plain)) : 'forbidden';
}
