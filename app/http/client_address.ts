import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net'

/**
 * The peer's address, or the one in `X-Forwarded-For` from trusted proxies, or theirs if they name none.
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

/** Whether every entry of `X-Forwarded-For` is an address. If not, the proxy's address must not count as local. */
export const namesAddresses = (forwarded: string | undefined) =>
  forwarded === undefined || forwarded.split(',').every((named) => addressIn(named) !== undefined)

function addressIn(text = ''): string | undefined {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(text.trim()) ?? []
  const bare = inBrackets ?? text.trim()
  const [address] = (isIP(bare) ? bare : bare.replace(/:\d+$/, '')).split('%')
  return isIP(address) ? address : undefined
}

/** Limits count an IPv4 address, or the first 64 bits of IPv6 (RFC 6177): a subscriber may use all the others. */
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
