import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf, cpuOf, cpuOfEndedChildren, memoryOf, nameOf } from './processes.js'
import type { Plaza } from './plaza.js'
import type { Server } from './server.js'
import type { Workload, Yardstick } from './workloads.js'
import { Requests, type Load } from './wrk.js'

export interface Round extends Load {
  serverCpu: number
  postgresCpu: number
  redisCpu: number
  wrkCpu: number
  memory: number
}

export interface Ratio {
  to: Yardstick
  ratio: number
  target: number
}

export interface Result {
  workload: string
  medians: Record<string, Round>
  ratios: Ratio[]
}

const YARDSTICK_WARM_UP_S = 2

export interface Backends {
  postgres: number
  redis: number
}

export async function findBackends(plaza: Plaza): Promise<Backends> {
  const [{ file }] = await plaza.query(`select pg_read_file('postmaster.pid') as file`)
  const redis = childrenOf(process.pid).find((pid) => nameOf(pid) === 'redis-server')
  return { postgres: Number.parseInt(file), redis: redis! }
}

/**
 * Drives the subject and its yardsticks in turn (A B C A B C …), after a warm-up for V8's compiler.
 * @param warmUp seconds
 */
export async function compareWith(
  { name, requests, targets, seconds: length }: Workload,
  subject: Server,
  yardsticks: Map<Yardstick, Server>,
  { rounds, warmUp, backends }: { rounds: number; warmUp: number; backends: Backends }
): Promise<Result> {
  const servers = [subject, ...yardsticks.values()]
  const load = new Map(
    servers.map((server) => [server, new Requests(`${name} ${server.name}`, requests)])
  )
  const done = new Map<Server, Round[]>(servers.map((server) => [server, []]))
  for (const server of servers) {
    const seconds =
      server === subject ? warmUp : Math.min(YARDSTICK_WARM_UP_S, Math.floor(warmUp / 3))
    await drive(server, load.get(server)!, backends, seconds)
  }
  for (let round = 0; round < rounds; round++) {
    for (const server of servers) {
      done.get(server)!.push(await drive(server, load.get(server)!, backends, length))
      await waitUntilIdle(server)
    }
  }

  const rpsOf = (server: Server) => done.get(server)!.map(({ rps }) => rps)
  const ratios = [...yardsticks].map(([to, yardstick]) => {
    const theirs = rpsOf(yardstick)
    const each = rpsOf(subject).map((rps, round) => rps / theirs[round])
    return { to, ratio: median(each), target: targets[to]! }
  })
  const medians = servers.map((server) => [server.name, mediansOf(done.get(server)!)])
  return { workload: name, medians: Object.fromEntries(medians), ratios }
}

/** Waits until a server is idle, so that its background work doesn't burden the next measurement. */
async function waitUntilIdle({ pid }: Server) {
  let before: number
  do {
    before = cpuOf(pid)
    await sleep(50)
  } while (cpuOf(pid) !== before)
}

/** @param lengthS whole seconds */
export async function drive(
  server: Server,
  requests: Requests,
  backends: Backends,
  lengthS = 1
): Promise<Round> {
  const before = usage(server, backends)
  const start = performance.now()
  const load = await requests.drive(server.port, lengthS)
  const seconds = (performance.now() - start) / 1000
  const after = usage(server, backends)

  const cores = (part: keyof typeof before) => spent(before[part], after[part]) / seconds
  return {
    ...load,
    serverCpu: cores('server'),
    postgresCpu: cores('postgres'),
    redisCpu: cores('redis'),
    wrkCpu: cores('wrk'),
    memory: memoryOf(server.pid),
  }
}

type Usage = Map<number, number>

function usage({ pid }: Server, { postgres, redis }: Backends) {
  const of = (pids: number[]): Usage => new Map(pids.map((member) => [member, cpuOf(member)]))
  return {
    server: of([pid, ...childrenOf(pid)]),
    postgres: of([postgres, ...childrenOf(postgres)]),
    redis: of([redis]),
    wrk: new Map([[process.pid, cpuOfEndedChildren()]]),
  }
}

/** A process that started meanwhile counts from zero; one that ended is unknown. */
const spent = (before: Usage, after: Usage) =>
  [...after].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0)

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function mediansOf(rounds: Round[]): Round {
  const names = Object.keys(rounds[0]) as (keyof Round)[]
  const figures = names.map((name) => [name, median(rounds.map((round) => round[name]))])
  return Object.fromEntries(figures)
}
