import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare, record } from './answers.js'
import { contest, findBackends, type Result } from './contest.js'
import { describeMachine } from './machine.js'
import { readOptions, usage, type Options } from './options.js'
import { build, Plaza } from './plaza.js'
import { failures, print, write } from './report.js'
import { Server } from './server.js'
import { worksOn, type Work, type Yardstick } from './works.js'
import { requireWrk } from './wrk.js'

/*
 * How fast Plaza is, beside yardsticks that do the same work: npm run bench -- --help
 */

try {
  process.exit(await main(readOptions(process.argv.slice(2))))
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n\n${usage}` : error)
  process.exit(1)
}

async function main(options: Options): Promise<number> {
  requireWrk()
  if (!options.built) build()
  const plaza = await Plaza.prepare()
  const results = await runWorks(plaza, options)

  const failed = failures(results, options.quick)
  for (const failure of failed) console.error(`✗ ${failure}`)
  if (!options.quick && !options.only) {
    const machine = await describeMachine(plaza.databaseUrl)
    console.log(write(new Date().toISOString().slice(0, 10), { machine, results }))
  }
  return failed.length > 0 ? 1 : 0
}

async function runWorks(plaza: Plaza, { quick, only = '', rounds }: Options): Promise<Result[]> {
  const subjects = {
    'plaza': await plaza.serve('plaza'),
    'plaza without cache': await plaza.serve('plaza without cache', { CACHE_LIFETIME: '0' }),
  }
  const content = await plaza.content()
  const writers = await plaza.signIn(subjects.plaza)

  const paths = ['/posts', `/posts/${content.busyPosts[0]}`]
  const answers = new Map(
    await Promise.all(
      paths.map(async (path) => [path, await record(subjects.plaza, path)] as const)
    )
  )
  const yardsticks = await startYardsticks(plaza, Object.fromEntries(answers))
  const etags = new Map([...answers].map(([path, { etag }]) => [path, etag]))

  const isAsked = ({ name, isQuick }: Work) => name.includes(only) && (isQuick || !quick)
  const backends = await findBackends(plaza)
  const results: Result[] = []
  for (const work of worksOn(content, writers, etags).filter(isAsked)) {
    const subject = subjects[work.subject]
    const beside = new Map(
      (Object.keys(work.targets) as Yardstick[]).map((name) => [name, yardsticks[name]])
    )
    await compare(work, [subject, ...beside.values()])
    const result = await contest(work, subject, beside, { rounds, backends })
    print(result)
    results.push(result)
  }
  return results
}

/** One process each. */
async function startYardsticks(plaza: Plaza, answers: object): Promise<Record<Yardstick, Server>> {
  const file = join(mkdtempSync(join(tmpdir(), 'plaza-bench-')), 'answers.json')
  writeFileSync(file, JSON.stringify(answers))
  const env = { ...plaza.env, ANSWERS: file }
  const start = (name: Yardstick, script: string) => {
    const path = fileURLToPath(new URL(`yardsticks/${script}.ts`, import.meta.url))
    return Server.start(name, ['--import=@poppinss/ts-exec', path], { env })
  }
  return {
    'raw': await start('raw', 'raw'),
    'sql': await start('sql', 'sql'),
    'fastify': await start('fastify', 'fastify'),
    'fastify from memory': await start('fastify from memory', 'fastify_memory'),
  }
}
