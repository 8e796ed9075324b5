import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plaza, type Ran } from '#tests/support/captured_terminal'
import { OwnPostgres } from '#tests/support/own_postgres'
import { setting } from '#tests/support/settings'

type Cleanup = (undo: () => Promise<void>) => void

/** A Plaza on this run's PostgreSQL, and a folder for its backups. */
export class OwnBackups {
  private constructor(
    readonly postgres: OwnPostgres,
    readonly database: string,
    readonly folder: string
  ) {}

  static async make(cleanup: Cleanup): Promise<OwnBackups> {
    const postgres = await OwnPostgres.shared()
    const folder = await mkdtemp(join(tmpdir(), 'plaza-backups-'))
    const own = new OwnBackups(postgres, await postgres.plaza(), folder)
    cleanup(() => rm(folder, { recursive: true }))
    return own
  }

  /** The environment for `plaza` as a process. */
  get env() {
    return this.postgres.environment(this.database, this.folder)
  }

  /** Runs `plaza backup …` in this process. @param settings in addition to those of this Plaza */
  async run(line: string, settings: object = {}): Promise<Ran> {
    const undo = setting('backups', {
      folder: this.folder,
      recipients: [],
      databaseUrl: this.postgres.url('plaza_backup', this.database),
      programs: this.postgres.programs,
      keep: { daily: 7, weekly: 4, monthly: 6 },
      ...settings,
    })
    try {
      return await plaza(`backup ${line}`)
    } finally {
      undo()
    }
  }

  /** The files in the folder, with the hidden ones. */
  files() {
    return readdir(this.folder)
  }

  query(statement: string) {
    return this.postgres.query(statement, this.database)
  }

  /** @param script where $PG_DUMP is the real program */
  withPgDump(script: string, cleanup: Cleanup) {
    return this.withProgram('pg_dump', script, cleanup)
  }

  /**
   * A folder of programs, with one of them replaced by a script.
   *
   * @returns the folder, for `programs`
   */
  async withProgram(name: 'pg_dump' | 'pg_restore', script: string, cleanup: Cleanup) {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-programs-'))
    cleanup(() => rm(folder, { recursive: true }))
    const real = join(this.postgres.programs, name)
    const version = `if [ "$1" = --version ]; then exec ${real} --version; fi`
    const text = `#!/bin/bash\nPG_DUMP=${real}\n${version}\n${script}\n`
    await writeFile(join(folder, name), text, { mode: 0o755 })
    return folder
  }
}
