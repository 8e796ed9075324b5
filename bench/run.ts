import { feeds } from './feeds.js'
import { growth } from './growth.js'
import { readsBesideLogins } from './login.js'
import { describeMachine } from './machine.js'
import { media } from './media.js'
import { readOptions, usage, type Options } from './options.js'
import { moving } from './moving.js'
import { build, limitsOf, Plaza } from './plaza.js'
import { personalTokens } from './personal_tokens.js'
import { pictures } from './pictures.js'
import { failures, printFigure, write, type Figure } from './report.js'
import { revisionOfEdit } from './edits.js'
import { runWorkloads } from './run_workloads.js'
import { findBackends, type Result } from './comparison.js'
import { schedules } from './schedules.js'
import { largeWork } from './large_work.js'
import { soak } from './soak.js'
import { challenges } from './second_factor.js'
import { coldStart } from './start.js'
import { studio } from './studio.js'
import { webhooks } from './webhooks.js'
import { twoWorkers } from './workers.js'
import { as, get, logins } from './workloads.js'
import { requireWrk } from './wrk.js'

/* Measures Plaza beside yardsticks that do the same work: npm run bench -- --help */

try {
  if (process.argv.includes('--help')) console.log(usage)
  else process.exitCode = await main(readOptions(process.argv.slice(2)))
  process.exit()
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n\n${usage}` : error)
  process.exit(1)
}

async function main(options: Options): Promise<number> {
  requireWrk()
  if (!options.built) build()
  const plaza = await Plaza.prepare(options.quick)

  const isTable =
    !options.growth && !options.soak && !options.studio && !options.media && !options.figures
  const results = isTable ? await runWorkloads(plaza, options) : []
  const figures: Figure[] = []
  for await (const figure of figuresOf(plaza, options)) {
    printFigure(figure)
    figures.push(figure)
  }

  const failed = failures(results, figures, options.quick)
  for (const failure of failed) console.error(`✗ ${failure}`)
  if (!options.quick && !options.only && !options.isTrial)
    await keep(plaza, options, { results, figures })
  return failed.length > 0 ? 1 : 0
}

/** One by one, so that a fault of one loses none before it. */
async function* figuresOf(
  plaza: Plaza,
  { quick, only, rounds, ...asked }: Options
): AsyncGenerator<Figure> {
  if (only) return
  if (quick) return yield await coldStart(plaza, 5)
  if (asked.media) {
    yield* pictures(plaza)
    return yield* await media(plaza, { rounds })
  }

  // Growth is measured without the cache, which would hide the database. The memory is that of a worker of a
  // cluster, whose jobs run in a process of their own.
  const settings = {
    WEBHOOK_ALLOW: '127.0.0.0/8',
    ...(asked.growth && { CACHE_LIFETIME: '0' }),
    ...(asked.soak && { ...limitsOf('2g'), JOBS: 'off' }),
    ...(asked.studio && { APP_URL: 'http://localhost' }),
  }
  const server = await plaza.serve('plaza', settings)
  try {
    const { posts } = await plaza.content()
    const writers = await plaza.signIn(server)
    if (asked.growth) yield* await growth(plaza, server, writers, asked.posts)
    if (asked.studio) yield* await studio(plaza, server, writers, asked.posts)
    if (asked.growth || asked.studio) return
    const reads = writers.flatMap((writer, i) => [
      get('/posts', as(writer)),
      get(`/posts/${posts[i]}`),
    ])
    if (asked.soak) return yield* await soak(server, reads)
    const backends = await findBackends(plaza)
    const requests = writers.map((writer) => get('/posts', as(writer)))
    yield await readsBesideLogins(server, { logins: logins(writers), read: get('/posts'), rounds })
    yield await personalTokens(server, { writers, rounds, backends })
    yield await challenges(plaza, server, { writers, rounds, backends })
    yield* await feeds(server, { rounds, backends })
    yield await twoWorkers(plaza, { requests, rounds, backends })
    yield await coldStart(plaza, 5)
    // The logins before have crowded out the sessions of the writers.
    yield await revisionOfEdit(plaza, server, await plaza.signIn(server))
    yield* await webhooks(plaza, server)
    yield* await schedules(plaza, server)
    yield* await largeWork(plaza, server)
    yield* await moving(plaza)
  } finally {
    await server.stop()
  }
}

async function keep(
  plaza: Plaza,
  options: Options,
  measured: { results: Result[]; figures: Figure[] }
) {
  const kinds = ['growth', 'soak', 'studio', 'media', 'figures'] as const
  const kind = kinds.find((name) => options[name])
  const date = new Date().toISOString().slice(0, 10)
  const machine = await describeMachine(plaza.databaseUrl)
  console.log(write([date, kind].filter(Boolean).join('-'), { machine, ...measured }))
}
