import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns'
import { once } from 'node:events'

/** A server of names on this machine. Each look-up of an IPv4 address gets the next of its answers, at last the last one. */
export async function startDns(answers: string[]) {
  const server = createSocket('udp4')
  let asked = 0
  server.on('message', (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5
    const isForIpv4 = query.readUInt16BE(end - 4) === 1
    const found = isForIpv4 ? answers[Math.min(asked++, answers.length - 1)] : null
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(found === null ? 0 : 1, 6)
    head.writeUInt32BE(0, 8)
    const answer = [0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]
    const rest = found === null ? [] : [...answer, ...found.split('.').map(Number)]
    server.send(Buffer.concat([head, query.subarray(12, end), Buffer.from(rest)]), port, address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  const resolver = new Resolver()
  resolver.setServers([`127.0.0.1:${server.address().port}`])
  return {
    get asked() {
      return asked
    },
    /** As `lookup` of `node:dns`, without a cache. */
    lookup: (name: string, _: object, done: (error: unknown, found: object[]) => void) =>
      resolver.resolve4(name, (error, found) =>
        done(
          error,
          (found ?? []).map((address) => ({ address, family: 4 }))
        )
      ),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
