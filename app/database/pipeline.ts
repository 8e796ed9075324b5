import pg from 'pg'
import { Gauge } from 'prom-client'
import { endConnection, answerTimeout } from '#db/hung_connections'
import { registry } from '#observability/metrics'

/** How long its oldest read may take before others go another way, milliseconds. */
const slow = 50
/** Most reads under way. */
const most = 500
/** How long after a connection that failed or broke another one is tried, milliseconds. */
const rest = 250
/** How often it is looked after what hangs, milliseconds. */
const CHECK_INTERVAL_MS = 500

/** A statement that a connection parses and plans once, by its name. */
export interface Prepared {
  name: string
  text: string
  values: unknown[]
}

interface Settings {
  connection: pg.ClientConfig & { statement_timeout: number }
  /** Is told of each statement that is sent. */
  tell: (statement: Prepared) => void
}

/** A connection by which reads are sent while earlier ones are still being answered. */
class Line {
  /** When each read that is under way was sent, oldest first. */
  #sent: number[] = []
  #watch: NodeJS.Timeout

  constructor(
    private client: pg.Client,
    private settings: Settings
  ) {
    const timeout = answerTimeout(settings.connection.statement_timeout)
    this.#watch = setInterval(
      () => this.#age > timeout && endConnection(client),
      CHECK_INTERVAL_MS
    ).unref()
  }

  /** How many reads are under way. */
  get depth() {
    return this.#sent.length
  }

  get keepsUp() {
    return this.#age < slow && this.depth < most
  }

  read<Row>({ name, text, values }: Prepared): Promise<Row[]> {
    this.settings.tell({ name, text, values })
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

  /** Ends it when what is under way is answered. */
  async end() {
    await this.client.end()
  }

  /** How long the oldest of the reads under way has been, milliseconds. */
  get #age() {
    return this.depth === 0 ? 0 : performance.now() - this.#sent[0]
  }
}

/**
 * The one line of this process, for reads that are short and wait for no lock: they are answered one
 * after the other.
 */
class Pipeline {
  #settings?: Settings
  #line?: Line
  #triesAt = 0

  /** Lets a line be opened: by the first who asks for one. */
  allow(settings: Settings) {
    this.#settings = settings
  }

  /** The line, if it keeps up. Where there is none, one is opened for the reads that follow. */
  line(): Line | undefined {
    if (this.#line) return this.#line.keepsUp ? this.#line : undefined
    if (this.#settings && performance.now() >= this.#triesAt) void this.#open(this.#settings)
    return undefined
  }

  /** How many reads are under way. */
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
      this.#triesAt = performance.now() + rest
    }
    client.on('error', lose)
    client.on('end', lose)
    try {
      await client.connect()
      if (this.#settings !== settings) return await client.end()
      line = this.#line = new Line(client, settings)
    } catch {
      // Reads go by the pool, which tells why there is no connection.
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
