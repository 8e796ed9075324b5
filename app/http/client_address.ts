import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net'

/**
 * The address of a client: that of the peer, or the one that trusted proxies name in
 * `X-Forwarded-For`, where it may come with a port, in brackets or with a zone. The last proxy that
 * names no address counts itself.
 *
 * @param isTrusted whether an address is that of a proxy, by how many stand between it and here
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

/**
 * Whether all that a request was forwarded for has an address. Where one is hidden, the address of a
 * proxy of this machine counts, and the request is not of this machine for that.
 */
export const namesAddresses = (forwarded: string | undefined) =>
  forwarded === undefined || forwarded.split(',').every((named) => addressIn(named) !== undefined)

function addressIn(text = ''): string | undefined {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(text.trim()) ?? []
  const bare = inBrackets ?? text.trim()
  const [address] = (isIP(bare) ? bare : bare.replace(/:\d+$/, '')).split('%')
  return isIP(address) ? address : undefined
}

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
