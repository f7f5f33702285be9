import { BlockList, isIP } from 'node:net'

/**
 * IPv4 blocks that are no public host: the IANA special-purpose registry (RFC 6890 and its updates), whole even where a corner of a block is
 * globally reachable, and multicast. Public is what is left.
 */
const SPECIAL_V4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT; also a cloud's metadata (100.100.100.200)
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // not in the registry: a cloud's host, reached from its virtual machines alone
  '169.254.0.0/16', // link-local; most clouds' metadata (169.254.169.254)
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments; also a cloud's metadata (192.0.0.192)
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]

/**
 * All of IPv6 that is assigned as global unicast. What lies outside is no public host: unspecified, loopback, IPv4-mapped and -compatible,
 * NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard-only, SRv6, unique local, link-local, site-local, multicast.
 */
const UNICAST_V6 = ['2000::/3']
/** The special-purpose blocks inside it. */
const SPECIAL_V6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID, AMT, AS112
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: names an IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]

const special: BlockList = blocksOf([...SPECIAL_V4, ...SPECIAL_V6])
const unicastV6: BlockList = blocksOf(UNICAST_V6)
const loopback: BlockList = blocksOf(['127.0.0.0/8', '::1/128'])

/** Says whether an IP address may be that of somebody else's public server. A zone (`%eth0`) never is. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return unicastV6.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && loopback.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function blocksOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [network = '', prefix] = block.split('/')
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
