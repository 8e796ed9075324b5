import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { Logger } from '@adonisjs/core/logger'
import { counted } from '#domain/counted'
import { whenOrphaned } from '../services/processes.js'
import { checkDatabase } from '../serving/database.js'
import { logWarnings } from '../serving/log_warnings.js'
import { whenToldToEnd } from '../serving/signals.js'
import { stopListening } from '../serving/stop_listening.js'
import { WorkerPool } from './worker_pool.js'
import { readSettings, type Settings } from './environment.js'
import { JobProcess } from './job_process.js'
import { Ledger } from './measurements.js'
import type { ProcessHandle } from './process_handle.js'
import type { FromWorker } from './messages.js'
import { Systemd } from './systemd.js'

const ROOT = new URL('../../', import.meta.url)

export async function run() {
  let primary: Primary | undefined
  // Ignores a reload until the settings are read.
  process.on('SIGHUP', () => primary?.reload())
  primary = new Primary(await readSettings())
  whenToldToEnd(
    () => primary.stop(),
    () => primary.quit()
  )
  whenOrphaned(() => primary.stop())
  await primary.start()
}

class Primary {
  #logger: Logger
  #listener: Server
  #pool: WorkerPool
  #jobs?: JobProcess
  #ledger = new Ledger()
  #systemd: Systemd
  #reloads: Promise<unknown> = Promise.resolve()
  #isReloadQueued = false
  #isStopping = false

  constructor(private settings: Settings) {
    this.#logger = new Logger({ name: 'plaza', level: settings.logLevel, enabled: true })
    logWarnings(() => this.#logger)
    this.#systemd = new Systemd(this.#logger)
    this.#pool = new WorkerPool({
      size: settings.size,
      env: settings.overlay,
      logger: this.#logger,
      receive: (message, worker) => this.#receive(message, worker),
      giveUp: () => this.#giveUp(),
    })
    if (settings.jobs) {
      const receive = (message: FromWorker, from: ProcessHandle) => this.#receive(message, from)
      this.#jobs = new JobProcess({ ...settings.jobs, logger: this.#logger, receive })
    }
    this.#listener = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      this.#pool.hand(socket.on('error', () => {}))
    })
  }

  async start() {
    const { host, port, size } = this.settings
    // Fails on a taken port before anything starts.
    await once(this.#listener.listen(port, host), 'listening')
    await checkDatabase(this.settings.databaseUrl, ROOT, this.#logger)
    await this.#pool.start()
    if (this.#isStopping) return
    // Workers start before the jobs.
    this.#jobs?.start()
    this.#logger.info(serving(size, host, port))
    await this.#systemd.send('READY=1', `STATUS=${this.#atWork}`)
    this.#systemd.watch(() => this.#pool.ready.length > 0)
  }

  /** A queued reload merges all later requests. */
  reload() {
    if (this.#isReloadQueued) return
    this.#isReloadQueued = true
    this.#reloads = this.#reloads.then(() => {
      this.#isReloadQueued = false
      return this.#reloadNow()
    })
  }

  async #reloadNow() {
    if (this.#isStopping) return
    this.#logger.info('reloading')
    await this.#systemd.reloading()
    const isDone = (await this.#pool.reload()) && (await this.#jobs?.reload()) !== false
    if (isDone) this.#logger.info('reloaded')
    if (this.#isStopping) return
    const outcome = `the reload at ${new Date().toISOString()} ${isDone ? 'is done' : 'failed'}`
    await this.#systemd.send('READY=1', `STATUS=${this.#atWork}; ${outcome}`)
  }

  async stop() {
    this.#isStopping = true
    this.#logger.info('stopping')
    const told = this.#systemd.send('STOPPING=1')
    await stopListening(this.#listener)
    await Promise.all([this.#pool.stop(), this.#jobs?.stop(), told])
    process.exit()
  }

  quit() {
    this.#pool.kill()
    this.#jobs?.kill()
    process.exit(1)
  }

  get #atWork() {
    const { host, port } = this.settings
    return serving(this.#pool.ready.length, host, port)
  }

  #receive(message: FromWorker, from: ProcessHandle) {
    this.#ledger.receive(message)
    if (message.kind === 'metrics') void this.#answer(message.id, from)
  }

  async #answer(id: number, from: ProcessHandle) {
    const text = await this.#ledger.sum([...this.#pool.ready, ...(this.#jobs?.ready ?? [])])
    from.send({ kind: 'metrics', id, text })
  }

  #giveUp() {
    console.error('Plaza ends: its workers crash before they are ready; see above why')
    this.quit()
  }
}

const serving = (workers: number, host: string, port: number) =>
  `${counted(workers, 'worker')} ${workers === 1 ? 'serves' : 'serve'} ${host}:${port}`
