import ipaddr from 'ipaddr.js'

/** Ranges that ipaddr.js counts as unicast, but that are no host on the internet: benchmarks, and what Azure answers its machines. */
const alsoPrivateV4 = ['198.18.0.0/15', '168.63.129.16/32'].map((range) => ipaddr.IPv4.parseCIDR(range))

/** All that is allocated to hosts. Mapped IPv4, NAT64, link-local, unique local and the like are outside of it. */
const globalV6 = ipaddr.IPv6.parseCIDR('2000::/3')
/** Of that: tunnels, whose addresses name an IPv4 address, protocol assignments and documentation. */
const notHostsV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((range) => ipaddr.IPv6.parseCIDR(range))

/** Whether an address belongs to a host on the internet, and not to this machine, its network or its cloud. */
export function isGlobalUnicast(address: string): boolean {
  // Of IPv4 the four decimal numbers alone: another notation means different addresses to different readers.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    const parsed = ipaddr.IPv4.parse(address)
    return parsed.range() === 'unicast' && !alsoPrivateV4.some((range) => parsed.match(range))
  }
  if (!ipaddr.IPv6.isValid(address)) return false
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.match(globalV6) && !notHostsV6.some((range) => parsed.match(range))
}
