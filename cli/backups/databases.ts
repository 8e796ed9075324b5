import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Access } from '#cli/backups/access'
import { Failure } from '#cli/failure'

const name = pg.escapeIdentifier

export interface TemporaryDatabase {
  name: string
  access: Access
}

/**
 * Manages temporary databases on one server, from a connection to neither of those in use. An advisory
 * lock marks each one, so that later runs recognise the leftovers of a dead process.
 */
export class Databases {
  private constructor(
    private client: pg.Client,
    private access: Access,
    readonly live: string,
    readonly owner: string
  ) {}

  /** @throws Failure if the account may not create databases */
  static async of(access: Access): Promise<Databases> {
    const live = access.database
    const client = await access.to(live === 'postgres' ? 'template1' : 'postgres').connect()
    try {
      const { rows } = await client.query(
        `select rolsuper or rolcreatedb as able, rolname as account,
           (select pg_get_userbyid(datdba) from pg_database where datname = $1) as owner
         from pg_roles where rolname = current_user`,
        [live]
      )
      const { able, account, owner } = rows[0]
      if (!able) {
        throw new Failure(
          'forbidden',
          `${account} may not create databases: name an account that may in BACKUP_DATABASE_URL`
        )
      }
      return new Databases(client, access, live, owner)
    } catch (error) {
      await client.end()
      throw error
    }
  }

  close() {
    return this.client.end()
  }

  async sweep() {
    const { rows } = await this.client.query(
      `select datname as name from pg_database
       where starts_with(datname, $1) and pg_has_role(datdba, 'usage')`,
      [this.#prefix]
    )
    for (const { name: left } of rows) {
      if (await this.#lock(left)) await this.drop(left)
    }
  }

  async create(): Promise<TemporaryDatabase> {
    const side = this.newName()
    await this.#lock(side)
    const { rows } = await this.client.query(createOptions, [this.live])
    await this.client.query(
      `create database ${name(side)} owner ${name(this.owner)} template template0 ${rows[0].options}`
    )
    await this.client.query(`revoke all on database ${name(side)} from public`)
    return { name: side, access: this.access.to(side) }
  }

  async drop(side: string) {
    await this.client.query(`drop database if exists ${name(side)} with (force)`)
    await this.client.query('select pg_advisory_unlock(hashtext($1), hashtext($2))', [
      this.#prefix,
      side,
    ])
  }

  newName() {
    return `${this.#prefix}${randomBytes(5).toString('hex')}`
  }

  async copySettings(side: string) {
    const { rows: grants } = await this.client.query(grantStatements, [this.live, side])
    for (const { statement } of grants) await this.client.query(statement)
    const { rows: settings } = await this.client.query(settingsOf, [this.live])
    for (const { setting, value } of settings) {
      await this.client.query('select set_config($1, $2, false)', [setting, value])
      await this.client.query(`alter database ${name(side)} set ${name(setting)} from current`)
    }
  }

  /** Swaps and renames in one transaction; clients reconnect. @throws Failure if some can't be ended */
  async swap(side: string, aside: string) {
    const helper = await this.access.to(this.client.database!).connect()
    try {
      await this.#lock(aside)
      await this.client.query('begin')
      // The rename keeps new connections out, and waits up to five seconds for the others to end.
      const renaming = rename(this.client, this.live, aside)
      let isOver = false
      const over = renaming.finally(() => (isOver = true)).catch(() => {})
      while (!isOver) {
        await helper.query(terminateOthers, [this.live])
        await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 50))])
      }
      await renaming
      await rename(this.client, side, this.live)
      await this.client.query('commit')
    } catch (error) {
      await this.client.query('rollback').catch(() => {})
      if ((error as { code?: string }).code !== '55006') throw error
      throw new Failure(
        'conflict',
        `This account can't end all connections to ${this.live}: end them, and try again`
      )
    } finally {
      await helper.end()
    }
  }

  get #prefix() {
    return `${this.live.slice(0, 40)}_scratch_`
  }

  /** @returns false if another run holds the lock */
  async #lock(side: string): Promise<boolean> {
    const { rows } = await this.client.query(
      'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as locked',
      [this.#prefix, side]
    )
    return rows[0].locked
  }
}

const rename = (client: pg.Client, from: string, to: string) =>
  client.query(`alter database ${name(from)} rename to ${name(to)}`)

/** The columns' names depend on PostgreSQL's version. */
const createOptions = `
  select concat_ws(' ',
    format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(encoding), datcollate, datctype),
    case datlocprovider when 'i' then format('locale_provider icu icu_locale %L', locale)
      when 'b' then format('locale_provider builtin builtin_locale %L', locale)
      else 'locale_provider libc' end
  ) as options
  from pg_database as d,
    coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale') as locale
  where datname = $1`

const grantStatements = `
  select format('grant %s on database %I to %s', privilege_type, $2::text,
    case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end) as statement
  from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
  where datname = $1`

const settingsOf = `
  select split_part(entry, '=', 1) as setting, substr(entry, strpos(entry, '=') + 1) as value
  from pg_db_role_setting join pg_database on pg_database.oid = setdatabase, unnest(setconfig) as entry
  where datname = $1 and setrole = 0`

const terminateOthers = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = $1 and pid <> pg_backend_pid() and usesysid is not null
    and pg_has_role(usesysid, 'usage')
    and ((select not rolsuper from pg_roles where oid = usesysid)
      or (select rolsuper from pg_roles where rolname = current_user))`
