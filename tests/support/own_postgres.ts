import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { chmod, chown, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import pg from 'pg'
import { endProcess, findFreePort } from '../../bin/services/processes.js'
import { eventually } from '#tests/support/eventually'
import { runPlaza } from '#tests/support/plaza_process'

const debian = '/usr/lib/postgresql'

/** The newest PostgreSQL from Debian's packages, server and client: the embedded one has no pg_dump. */
const programs = existsSync(debian)
  ? readdirSync(debian)
      .map((version) => join(debian, version, 'bin'))
      .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_dump')))
      .sort((one, other) => Number.parseInt(one.slice(20)) - Number.parseInt(other.slice(20)))
      .at(-1)
  : undefined

/** Whether there is one. With REQUIRE_POSTGRES_TOOLS its absence is a failure. */
export const hasPostgresTools = programs !== undefined || process.env.REQUIRE_POSTGRES_TOOLS === '1'

/** A PostgreSQL with the roles and the database of docker/postgres/init.sh. */
export class OwnPostgres {
  readonly programs = programs!
  #passwords = { postgres: secret(), plaza: secret(), plaza_backup: secret() }
  #server!: ChildProcess

  private constructor(
    readonly folder: string,
    readonly port: number
  ) {}

  /** The server of this run, which ends with it. */
  static shared(): Promise<OwnPostgres> {
    return (started ??= this.#start())
  }

  static async #start(): Promise<OwnPostgres> {
    if (!programs) throw new Error('REQUIRE_POSTGRES_TOOLS is set: apt-get install postgresql')
    const folder = await mkdtemp(join(tmpdir(), 'plaza-postgres-'))
    const postgres = new OwnPostgres(folder, await findFreePort())
    await postgres.#serve()
    await postgres.#initialise()
    await postgres.#fill()
    return postgres
  }

  /** The address of a database for one of the accounts. */
  url(account: 'plaza' | 'plaza_backup' | 'postgres', database = 'plaza') {
    return `postgres://${account}:${this.#passwords[account]}@127.0.0.1:${this.port}/${database}`
  }

  /** Runs a statement as superuser. */
  async query(statement: string, database = 'plaza'): Promise<any[]> {
    const client = new pg.Client({ connectionString: this.url('postgres', database) })
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end()
    }
  }

  databases(): Promise<string[]> {
    const names = `select datname from pg_database where not datistemplate order by 1`
    return this.query(names).then((rows) => rows.map(({ datname }) => datname))
  }

  /** Another Plaza on this server, with some users, posts, comments and votes. */
  async plaza(): Promise<string> {
    const name = `plaza_${randomBytes(4).toString('hex')}`
    await this.query(`create database ${name} owner plaza template plaza`, 'postgres')
    await this.query(`revoke connect on database ${name} from public`, 'postgres')
    return name
  }

  /** The environment for `plaza` as a process with one of them. */
  environment(database: string, folder: string): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.url('plaza', database),
      BACKUP_DATABASE_URL: this.url('plaza_backup', database),
      BACKUP_DIR: folder,
      POSTGRES_PROGRAMS: this.programs,
    }
  }

  #stop() {
    endProcess(this.#server.pid!, 'SIGQUIT', 10_000)
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #serve() {
    const owner = process.getuid?.() === 0 ? userOf('postgres') : undefined
    if (owner) await chown(this.folder, owner.uid, owner.gid)
    await chmod(this.folder, 0o755)
    const password = join(this.folder, 'password')
    await writeFile(password, this.#passwords.postgres)
    const data = join(this.folder, 'data')
    const options = { cwd: '/', ...owner }
    await promisify(execFile)(
      join(programs!, 'initdb'),
      [
        ...['-D', data, '-U', 'postgres', `--pwfile=${password}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
      ],
      options
    )
    const settings = { port: this.port, listen_addresses: '127.0.0.1', fsync: 'off' }
    const parameters = Object.entries(settings).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ])
    this.#server = spawn(
      join(programs!, 'postgres'),
      ['-D', data, '-c', 'unix_socket_directories=', ...parameters],
      { ...options, stdio: 'ignore' }
    )
    process.on('exit', () => this.#stop())
    const answers = () => this.query('select 1', 'postgres').catch(() => false)
    await eventually(answers, { what: 'PostgreSQL answers' })
  }

  async #initialise() {
    const script = await readFile(app.makePath('docker/postgres/init.sh'), 'utf8')
    await promisify(execFile)('bash', ['-c', script.replace('-p 5432', `-p ${this.port}`)], {
      env: {
        PATH: `${programs}:${process.env.PATH}`,
        PGHOST: '127.0.0.1',
        PGPASSWORD: this.#passwords.postgres,
        POSTGRES_USER: 'postgres',
        PLAZA_DB_PASSWORD: this.#passwords.plaza,
        PLAZA_BACKUP_PASSWORD: this.#passwords.plaza_backup,
      },
    })
  }

  async #fill() {
    const env = { DATABASE_URL: this.url('plaza') }
    for (const line of [
      'db migrate',
      'seed --yes --users 10 --posts 40 --comments 80 --votes 90',
    ]) {
      const { code, err } = await runPlaza(line, env)
      if (code !== 0) throw new Error(err)
    }
  }
}

let started: Promise<OwnPostgres> | undefined

const secret = () => randomBytes(18).toString('base64url')

function userOf(name: string) {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  )
  return { uid, gid }
}
