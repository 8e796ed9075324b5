import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare, record } from './answers.js'
import { compareWith, findBackends, type Result } from './comparison.js'
import type { Options } from './options.js'
import type { Plaza } from './plaza.js'
import { print } from './report.js'
import { Server } from './server.js'
import { shapes } from './shapes.js'
import { workloadsOn, type Workload, type Yardstick } from './workloads.js'

/** As a worker of a cluster, whose jobs run in a process of their own. */
const environments = {
  'plaza': { JOBS: 'off' },
  'plaza without cache': { JOBS: 'off', CACHE_LIFETIME: '0' },
}

export async function runWorkloads(
  plaza: Plaza,
  { quick, only = '', rounds }: Options
): Promise<Result[]> {
  let subject = await plaza.serve('plaza', environments.plaza)
  const content = await plaza.content()
  const writers = await plaza.signIn(subject)

  const paths = ['/posts', `/posts/${content.busyPosts[0]}`]
  const answers = new Map(
    await Promise.all(paths.map(async (path) => [path, await record(subject, path)] as const))
  )
  const yardsticks = await startYardsticks(plaza, Object.fromEntries(answers))
  const etags = new Map([...answers].map(([path, { etag }]) => [path, etag]))

  const isAsked = ({ name, isQuick }: Workload) => name.includes(only) && (isQuick || !quick)
  const backends = await findBackends(plaza)
  const warmUp = quick ? 3 : 8
  const results: Result[] = []
  for (const workload of workloadsOn(content, writers, etags).filter(isAsked)) {
    // One subject at a time: a second worker would receive an invalidation for each write.
    if (subject.name !== workload.subject) {
      await subject.stop()
      subject = await plaza.serve(workload.subject, environments[workload.subject])
    }
    const beside = new Map(
      (Object.keys(workload.targets) as Yardstick[]).map((name) => [name, yardsticks[name]])
    )
    if (!workload.isUnlike) await compare(workload, [subject, ...beside.values()])
    const result = await compareWith(workload, subject, beside, { rounds, warmUp, backends })
    print(result)
    results.push(result)
  }
  const servers = [subject, ...Object.values(yardsticks)]
  await Promise.all(servers.map((server) => server.stop()))
  return results
}

async function startYardsticks(plaza: Plaza, answers: object): Promise<Record<Yardstick, Server>> {
  const file = join(mkdtempSync(join(tmpdir(), 'plaza-bench-')), 'answers.json')
  writeFileSync(file, JSON.stringify(answers))
  const env = { ...plaza.env, ANSWERS: file, SHAPES: shapes }
  const start = async (name: Yardstick, script: string) => {
    const path = fileURLToPath(new URL(`yardsticks/${script}.ts`, import.meta.url))
    return [name, await Server.start(name, ['--import=./bin/typescript.js', path], { env })]
  }
  const started = [
    start('raw', 'raw'),
    start('sql', 'sql'),
    start('fastify', 'fastify'),
    start('fastify from memory', 'fastify_memory'),
    start('argon2id', 'argon'),
  ]
  return Object.fromEntries(await Promise.all(started))
}
