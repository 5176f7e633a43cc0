/**
 * The address of the client behind so many proxies of ours. Each proxy writes the address it was called from at the
 * right end of X-Forwarded-For; whatever stands further left than our own proxies wrote, the client wrote itself.
 * @param peer the address of the connection
 * @param trustedProxies how many proxies of ours every request passes; with 0 the header says nothing
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string {
  if (trustedProxies === 0 || !forwardedFor) return peer;
  const chain = [...forwardedFor.split(',').map((one) => one.trim()), peer];
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] || peer;
}

/**
 * Under what an address is counted. IPv4 as it is, also when it is written inside of IPv6; of IPv6 the first 64 bits,
 * because a single customer is given all addresses under them (RFC 6177); ports fall away.
 */
export function countedAs(address: string): string {
  const bare = address.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/%.*$/, '');
  const four = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/i.exec(bare)?.[1];
  if (four) return four;
  const groups = sixteenBitGroups(bare.toLowerCase());
  if (groups === null) return 'unknown';
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros; null when it is none. */
function sixteenBitGroups(text: string): string[] | null {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0 || !/^[0-9a-f:]*$/.test(text) || !text.includes(':')) return null;
  const before = head === '' ? [] : head.split(':');
  const after = !tail ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => group.replace(/^0+(?=.)/, ''))
    : null;
}
