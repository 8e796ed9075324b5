import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Load } from '#tests/resilience/load/load'
import { unsound } from '#tests/resilience/load/soundness'
import { isStale, type Tally } from '#tests/resilience/load/tally'
import { settle, type Fixture } from '#tests/resilience/load/fixture'
import { resourcesOf, type ResourceUsage } from '#tests/resilience/load/resource_usage'
import { Client } from '#tests/resilience/support/client'
import type { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

export interface Fault {
  action: string
  times?: number
  /** The expectation for requests during the fault. Other expectations are the same for every fault. */
  expected?: string
  /** Breaks something. */
  inject: (deployment: Deployment) => unknown
  /** How long it stays broken, in milliseconds. */
  durationMs?: number
  /** Repairs it. */
  repair?: (deployment: Deployment) => unknown
  /** The port for the load. The default is Plaza itself. */
  through?: 'nginx'
  /** Whether processes with connections end, so that some requests get no answer. */
  cutsConnections?: true
  /** Whether no request may fail. */
  noFailures?: true
  /** Whether PostgreSQL is away long enough for old reads. */
  stale?: true
}

/**
 * The limits for each fault, in milliseconds. A machine may be busy with other work, so the tests
 * tolerate two more seconds, and three times the slowest request before the fault.
 */
const limitsMs = { slowest: 5000, recovery: 5000 }

const fixtures = new WeakMap<Deployment, Promise<Fixture>>()

/** Causes a fault under load. @returns all broken expectations, in words */
export async function runUnderFault(deployment: Deployment, fault: Fault): Promise<string[]> {
  if (!fixtures.has(deployment)) fixtures.set(deployment, settle(deployment))
  const fixture = await fixtures.get(deployment)!
  const { plaza, nginx, postgres } = deployment
  const said = logOf(deployment).length
  const load = new Load(fixture, fault.through === 'nginx' ? nginx!.port : plaza.port)

  await load.goOn(150)
  const calm = load.tally.slowest.took
  load.tally.slowest = { took: 0, what: '' }
  const before = await resourcesOf(deployment)
  await fault.inject(deployment)
  await sleep(fault.durationMs ?? 0)
  await fault.repair?.(deployment)
  const recovery = await recoveryOf(deployment, fixture)
  await load.goOn(100)
  await load.stop()

  const after = await settled(deployment, before)
  const lost = await load.ledger.lost(postgres)
  const faults = [
    ...lost.map((what) => `lost: ${what}`),
    ...load.tally.wrongs,
    ...complaints(logOf(deployment).slice(said)),
    ...(await unsound(deployment, fixture.moderator.token)),
    ...brokenExpectations(fault, load.tally, recovery, 2000 + 3 * calm),
    ...leaks(before, after),
  ]
  note({
    action: fault.action,
    times: fault.times ?? 1,
    expected: expectationOf(fault),
    result: sum(load, { calm, recovery, lost: lost.length, before, after }),
  })
  return faults
}

/** @returns milliseconds until a write, a fresh read and the check of readiness succeed together */
async function recoveryOf({ plaza }: Deployment, { members: [{ token }] }: Fixture) {
  const client = new Client(plaza.port)
  const start = performance.now()
  const works = async () => {
    const body = { title: freshName('Back'), content: 'After the fault' }
    const written = await client.post('/posts', body, { token })
    if (written.status !== 201) return false
    const [post, list, ready] = await Promise.all(
      [`/posts/${written.json.id}`, '/posts', '/health/ready'].map((path) => client.get(path))
    )
    return (
      [post, list].every((read) => read.status === 200 && !isStale(read)) &&
      ready.json.status === 'ok'
    )
  }
  await eventually(() => works().catch(() => false), {
    within: 30_000,
    what: 'everything works again',
  })
  return performance.now() - start
}

const logOf = ({ plaza }: Deployment) => readFileSync(plaza.log, 'utf8')

/** @returns logged failures that Plaza did not expect, and leaks of listeners */
function complaints(log: string): string[] {
  const failures = log.split('\n').filter((line) => line.includes('"msg":"request failed"'))
  const stacks = failures.map((line) => JSON.parse(line).err.stack as string)
  const leak = log.includes('MaxListenersExceededWarning') ? ['listeners leak'] : []
  return [...stacks, ...leak]
}

/** The resources some time after the load, when the deployment is idle again. */
async function settled(deployment: Deployment, before: ResourceUsage): Promise<ResourceUsage> {
  let after = await resourcesOf(deployment)
  await eventually(
    async () => {
      after = await resourcesOf(deployment)
      return leaks(before, after).length === 0
    },
    { within: 10_000 }
  ).catch(() => {})
  return after
}

/** The pool has up to this many connections for each worker, and grows over time. */
const slack = { handles: 30, connections: 12, memory: 250 }

/** V8 takes memory up to a level, and returns it late. Growth below that level is no leak. In MB. */
const enough: ResourceUsage = { handles: 0, connections: 0, memory: 1400 }

const leaks = (before: ResourceUsage, after: ResourceUsage) =>
  (Object.keys(slack) as (keyof ResourceUsage)[])
    .filter((kind) => after[kind] > Math.max(before[kind] + slack[kind], enough[kind]))
    .map((kind) => `${kind}: ${before[kind]} before, ${after[kind]} after`)

function brokenExpectations(
  fault: Fault,
  tally: Tally,
  recovery: number,
  tolerance: number
): string[] {
  const { slowest, unanswered, unavailable, stale } = tally
  const broken = {
    [`slowest: ${Math.round(slowest.took)} ms, ${slowest.what}`]:
      slowest.took > limitsMs.slowest + tolerance,
    [`recovery took ${Math.round(recovery)} ms`]: recovery > limitsMs.recovery + tolerance,
    [`${unanswered} requests got no answer`]: unanswered > 0 && !fault.cutsConnections,
    [`${unavailable} requests were refused`]: unavailable > 0 && fault.noFailures,
    [`${tally.gateway} answers are 502 or 504`]: tally.gateway > 0 && fault.through !== 'nginx',
    'nothing old was shown': stale === 0 && fault.stale,
  }
  return Object.entries(broken).flatMap(([what, isBroken]) => (isBroken ? [what] : []))
}

function expectationOf({ expected, noFailures, stale }: Fault) {
  if (expected) return expected
  if (noFailures) return 'no request fails'
  return stale ? 'writes 503, known pages shown as old' : '503 at worst'
}

function sum(
  { tally, ledger }: Load,
  {
    calm,
    recovery,
    lost,
    before,
    after,
  }: Record<'calm' | 'recovery' | 'lost', number> & Record<'before' | 'after', ResourceUsage>
) {
  const { requests, unavailable, shed, unanswered, stale, slowest } = tally
  const parts = [
    `${requests} requests, ${ledger.size} writes acknowledged, lost ${lost}`,
    unavailable > 0 && `503: ${unavailable}`,
    shed > 0 && `overloaded: ${shed}`,
    unanswered > 0 && `cut: ${unanswered}`,
    stale > 0 && `shown as old: ${stale}`,
    `slowest ${seconds(slowest.took)} (${seconds(calm)} before)`,
    `back after ${seconds(recovery)}`,
    `handles ${before.handles} → ${after.handles}, connections ${before.connections} → ${after.connections}`,
    `memory ${before.memory} → ${after.memory} MB`,
  ]
  return parts.filter(Boolean).join('; ')
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`
