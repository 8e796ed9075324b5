import pg from 'pg'
import { Gauge } from 'prom-client'
import { endConnection, answerTimeout } from '#db/hung_connections'
import { registry } from '#observability/metrics'

/** Milliseconds. While the oldest read is slower, new reads use the pool. */
const SLOW_MS = 50
const MAX_READS = 500
/** Milliseconds until the next attempt to connect. */
const BACKOFF_MS = 250
const CHECK_INTERVAL_MS = 500

export interface Prepared {
  name: string
  text: string
  values: unknown[]
}

interface Settings {
  connection: pg.ClientConfig & { statement_timeout: number }
  onStatement: (statement: Prepared) => void
}

class Line {
  #sent: number[] = []
  #watch: NodeJS.Timeout

  constructor(
    private client: pg.Client,
    private settings: Settings
  ) {
    const timeout = answerTimeout(settings.connection.statement_timeout)
    const endIfSilent = () => this.#age > timeout && endConnection(client)
    // If this process was busy or stopped, the answer is there, and comes before the immediate.
    const check = () => this.#age > timeout && setImmediate(endIfSilent)
    this.#watch = setInterval(check, CHECK_INTERVAL_MS).unref()
  }

  get depth() {
    return this.#sent.length
  }

  get keepsUp() {
    return this.#age < SLOW_MS && this.depth < MAX_READS
  }

  read<Row>({ name, text, values }: Prepared): Promise<Row[]> {
    this.settings.onStatement({ name, text, values })
    this.#sent.push(performance.now())
    return new Promise((resolve, reject) => {
      this.client.query({ name, text, values }, (error: Error | null, answer: pg.QueryResult) => {
        this.#sent.shift()
        if (error) reject(error)
        else resolve(answer.rows)
      })
    })
  }

  stopWatching() {
    clearInterval(this.#watch)
  }

  async end() {
    await this.client.end()
  }

  get #age() {
    return this.depth === 0 ? 0 : performance.now() - this.#sent[0]
  }
}

/** The one pipelined connection of this process, for short reads that wait for no lock. */
class Pipeline {
  #settings?: Settings
  #line?: Line
  #triesAt = 0

  allow(settings: Settings) {
    this.#settings = settings
  }

  /** The connection if it keeps up. Without one, it opens one for later reads. */
  line(): Line | undefined {
    if (this.#line) return this.#line.keepsUp ? this.#line : undefined
    if (this.#settings && performance.now() >= this.#triesAt) void this.#open(this.#settings)
    return undefined
  }

  get depth() {
    return this.#line?.depth ?? 0
  }

  async close() {
    this.#settings = undefined
    await this.#line?.end()
  }

  async #open(settings: Settings) {
    this.#triesAt = Infinity
    const client = new pg.Client({
      ...settings.connection,
      application_name: 'plaza reads',
      pipeline: true,
    })
    let line: Line | undefined
    const lose = () => {
      line?.stopWatching()
      if (this.#line === line) this.#line = undefined
      this.#triesAt = performance.now() + BACKOFF_MS
    }
    client.on('error', lose)
    client.on('end', lose)
    try {
      await client.connect()
      if (this.#settings !== settings) return await client.end()
      line = this.#line = new Line(client, settings)
    } catch {
      // Reads use the pool, which reports the error.
      lose()
    }
  }
}

export const pipeline = new Pipeline()

new Gauge({
  name: 'plaza_database_pipeline_reads',
  help: 'How many reads are under way in the pipeline to PostgreSQL',
  aggregator: 'sum',
  registers: [registry],
  collect() {
    this.set(pipeline.depth)
  },
})
