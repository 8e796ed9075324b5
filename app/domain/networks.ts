import { BlockList, isIP, isIPv4 } from 'node:net'

interface Network {
  address: string
  prefix: number
  family: 'ipv4' | 'ipv6'
}

/** An address, or a network such as `192.0.2.0/24`. Null for any other text. */
export function readNetwork(text: string): Network | null {
  const [address, length, ...rest] = text.split('/')
  // A zone (`fe80::1%eth0`) has a meaning on one machine alone.
  if (rest.length > 0 || address.includes('%') || !isIP(address)) return null
  const most = isIPv4(address) ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null
  const prefix = length === undefined ? most : Number(length)
  return prefix > most ? null : { address, prefix, family: isIPv4(address) ? 'ipv4' : 'ipv6' }
}

/** @param texts networks that {@link readNetwork} takes @returns whether an address is in one of them */
export function networkCheck(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const text of texts) {
    const { address, prefix, family } = readNetwork(text)!
    list.addSubnet(address, prefix, family)
  }
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}
