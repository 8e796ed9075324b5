import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net'

/**
 * The client's address: the peer's, or the one in `X-Forwarded-For` from trusted proxies.
 * If a proxy names no address, its own counts.
 * @param isTrusted whether an address is a trusted proxy, by the number of proxies between it and Plaza
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  isTrusted: (address: string, distance: number) => boolean
): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',')
  let address = socket.remoteAddress ?? ''
  for (let distance = 0; isTrusted(address, distance); distance++) {
    const named = addressIn(forwarded.pop())
    if (named === undefined) break
    address = named
  }
  return address
}

/** Whether `X-Forwarded-For` hides no address. If it does, a proxy's address must not count as local. */
export const namesAddresses = (forwarded: string | undefined) =>
  forwarded === undefined || forwarded.split(',').every((named) => addressIn(named) !== undefined)

function addressIn(text = ''): string | undefined {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(text.trim()) ?? []
  const bare = inBrackets ?? text.trim()
  const [address] = (isIP(bare) ? bare : bare.replace(/:\d+$/, '')).split('%')
  return isIP(address) ? address : undefined
}

/**
 * The part of an address that rate limits count: an IPv4 address, or the first 64 bits of IPv6 (RFC 6177),
 * since a subscriber may use all others. `::ffff:192.0.2.1` counts as IPv4.
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

/** Whether a host name is that of this machine: browsers then need no TLS (Secure Contexts, section 3.1). */
export const isOwnHost = (name: string) =>
  /^(.+\.)?localhost$/i.test(name) || isLoopback(name.replace(/^\[|\]$/g, ''))

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export function isLoopback(address: string): boolean {
  const subscriber = subscriberOf(address)
  return isIPv4(subscriber) ? loopback.check(subscriber, 'ipv4') : loopback.check(address, 'ipv6')
}
