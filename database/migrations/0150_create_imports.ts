import { BaseSchema } from '@adonisjs/lucid/schema'

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

const listens = (condition: string) => `
  create or replace function webhook_listens(kind text) returns boolean language sql stable as $$
    select ${condition} exists (select from webhooks where enabled and kind = any(types))
  $$;`

/**
 * Imports, with how far each is and what it counted, and the rows that they brought: `imported_rows` leads from the id
 * of a row at its source to its id here, so that the same file again doubles nothing. It has no foreign key to the
 * rows: what staff delete here does not come back.
 *
 * Webhooks are not told of what an import writes: its transactions set `plaza.importing`.
 */
export default class extends BaseSchema {
  async up() {
    const types = await this.#audited()
    this.schema.raw(`
      create table imports (
        id bigint generated always as identity primary key,
        format text not null,
        source text not null,
        digest text not null,
        position bigint not null default 0,
        counts jsonb not null default '{}',
        floors jsonb not null default '{}',
        started_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        ended_at timestamptz(3)
      );
      create index imports_digest_index on imports (digest, id);

      create table import_messages (
        import_id bigint not null references imports on delete cascade,
        number integer not null,
        kind text not null,
        place text not null,
        is_refusal boolean not null,
        message text not null,
        primary key (import_id, number)
      );

      create table imported_rows (
        source text collate "C" not null,
        kind text collate "C" not null,
        source_id text collate "C" not null,
        row_id bigint not null,
        primary key (source, kind, source_id)
      );

      ${listens(`coalesce(current_setting('plaza.importing', true), '') <> 'on' and`)}
      ${audited([...types, 'import'])}
    `)
  }

  async down() {
    const types = await this.#audited()
    this.schema.raw(`
      ${audited(types.filter((type) => type !== 'import'))}
      ${listens('')}
      drop table imported_rows;
      drop table import_messages;
      drop table imports;
    `)
  }

  async #audited(): Promise<string[]> {
    const { rows } = await this.db.rawQuery(
      `select pg_get_constraintdef(oid) as definition from pg_constraint
       where conname = 'audit_entries_target_type_check'`
    )
    return [...rows[0].definition.matchAll(/'([a-z_]+)'/g)].map(([, type]) => type)
  }
}
