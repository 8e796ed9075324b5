import { BaseSchema } from '@adonisjs/lucid/schema'

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/**
 * Sign-ups that wait for a decision of staff. After a rejection, the row has what its mail needs, until that was sent.
 */
export default class extends BaseSchema {
  async up() {
    const types = await this.#audited()
    this.schema.raw(`
      alter table sign_ups
        add application text,
        add applied_at timestamptz(3),
        add email_confirmed boolean not null default false,
        add rejected_at timestamptz(3),
        add rejection text;
      create index sign_ups_queue_index on sign_ups (id)
        where applied_at is not null and rejected_at is null;
      create index sign_ups_username_index on sign_ups (lower(username))
        where applied_at is not null;
      create index sign_ups_rejected_at_index on sign_ups (rejected_at)
        where rejected_at is not null;

      update roles set permissions = permissions || '{applications.handle}'
        where name in ('moderator', 'admin') and is_built_in;
      ${audited([...types, 'application'])}
    `)
  }

  async down() {
    const types = await this.#audited()
    this.schema.raw(`
      ${audited(types.filter((type) => type !== 'application'))}
      update roles set permissions = array_remove(permissions, 'applications.handle');
      delete from sign_ups where applied_at is not null;
      alter table sign_ups
        drop application, drop applied_at, drop email_confirmed, drop rejected_at, drop rejection;
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
