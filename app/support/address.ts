import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net'

/**
 * The part of an address that one subscriber holds, for limits: an IPv4 address whole, of an IPv6
 * address the first 64 bits (RFC 6177), since a subscriber may use all that follow. An IPv4 address
 * in IPv6 clothes (`::ffff:192.0.2.1`) counts as what it is.
 */
export function subscriberOf(address: string): string {
  if (!isIPv6(address)) return address
  const plain = new SocketAddress({ address, family: 'ipv6' }).address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  if (mapped) return mapped[1]

  const [head, tail = ''] = plain.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an address is this very machine. */
export function isLoopback(address: string): boolean {
  const subscriber = subscriberOf(address)
  return isIPv4(subscriber) ? loopback.check(subscriber, 'ipv4') : loopback.check(address, 'ipv6')
}
