import type { lookup as systemLookup, LookupAddress } from 'node:dns'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import config from '@adonisjs/core/services/config'
import { networkCheck, readNetwork } from '#domain/networks'

const LOOKUP_TIMEOUT_MS = 2000

/** Special-purpose addresses by IANA's registries: none is on the Internet. */
const refused = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // IPv6: of all that is routed (2000::/3), protocols and Teredo, documentation, 6to4.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]

const isSpecial = networkCheck(refused)

const routed = new BlockList()
routed.addSubnet('2000::', 3, 'ipv6')

/** An IPv4 address within one of IPv6 is checked by no list of IPv4: those forms are never routed. */
const isRefused = (address: string) =>
  isSpecial(address) || (!isIPv4(address) && !routed.check(address, 'ipv6'))

/** Webhooks may not call a server inside the network, unless WEBHOOK_ALLOW has it. */
export class AddressRefused extends Error {
  readonly code = 'EREFUSED'

  constructor() {
    super(
      'The address is not one of the Internet. WEBHOOK_ALLOW names networks that may be called.'
    )
  }
}

export function isAllowed(address: string): boolean {
  const networks = config.get<string[]>('webhooks.allow')
  if (!isRefused(address)) return true
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  // Node takes `::ffff:10.0.0.1` for `10.0.0.1`.
  const alike = networks.filter((one) => readNetwork(one)!.family === family)
  return networkCheck(alike)(address)
}

type Found = LookupAddress[]
type Callback = (error: Error | null, address?: string | Found, family?: number) => void

/** Resolves a name for a socket, which connects only to these addresses. All of them must be allowed. */
export function filteredLookup(hostname: string, options: { all?: boolean }, done: Callback) {
  const lookup = config.get<typeof systemLookup>('webhooks.lookup')
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error)
    if (found.length === 0 || !found.every(({ address }) => isAllowed(address))) {
      return done(new AddressRefused())
    }
    if (options.all) return done(null, found)
    done(null, found[0].address, found[0].family)
  })
}

/** A socket does not resolve an IP address. @throws AddressRefused */
export function refuseAddressOf(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !isAllowed(host)) throw new AddressRefused()
}

/** @returns whether the address may be called at present: a name may resolve differently later */
export async function mayCall(url: URL): Promise<boolean> {
  try {
    refuseAddressOf(url)
    if (isIP(url.hostname.replace(/^\[|\]$/g, ''))) return true
    const found = new Promise<void>((resolve, reject) => {
      filteredLookup(url.hostname, { all: true }, (error) => (error ? reject(error) : resolve()))
    })
    await Promise.race([found, sleep(LOOKUP_TIMEOUT_MS, undefined, { ref: false })])
    return true
  } catch (error) {
    return !(error instanceof AddressRefused)
  }
}
