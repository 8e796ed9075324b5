import pg from 'pg'

export class Access {
  constructor(private connectionString: string) {}

  to(database: string): Access {
    const url = new URL(this.connectionString)
    url.pathname = `/${encodeURIComponent(database)}`
    return new Access(url.href)
  }

  get database(): string {
    return this.#client().database!
  }

  get url(): string {
    return this.connectionString
  }

  async connect(): Promise<pg.Client> {
    const client = this.#client()
    client.on('error', () => {})
    await client.connect()
    return client
  }

  /** For PostgreSQL's programs: every user of the machine can read their arguments. */
  get environment(): NodeJS.ProcessEnv {
    const { host, port, user, password } = this.#client()
    const { searchParams } = new URL(this.connectionString)
    const given = [
      ['PGPASSWORD', typeof password === 'string' ? password : null],
      ...['sslmode', 'sslrootcert', 'sslcert', 'sslkey'].map((name) => [
        `PG${name.toUpperCase()}`,
        searchParams.get(name),
      ]),
    ]
    return {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGDATABASE: this.database,
      PGAPPNAME: 'plaza backup',
      ...Object.fromEntries(given.filter(([, value]) => value !== null)),
    }
  }

  #client() {
    return new pg.Client({
      connectionString: this.connectionString,
      application_name: 'plaza backup',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      options:
        '-c timezone=UTC -c statement_timeout=0 -c idle_session_timeout=0 -c idle_in_transaction_session_timeout=0',
    })
  }
}
