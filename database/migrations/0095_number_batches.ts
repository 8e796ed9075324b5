import { BaseSchema } from '@adonisjs/lucid/schema'

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/** The audit log numbers its targets, and has who cancelled a batch. */
export default class extends BaseSchema {
  async up() {
    const types = await this.#audited()
    this.schema.raw(`
      alter table batches
        add number bigint generated always as identity,
        add constraint batches_number_unique unique (number);
      ${audited([...types, 'batch'])}
    `)
  }

  async down() {
    const types = await this.#audited()
    this.schema.raw(`
      ${audited(types.filter((type) => type !== 'batch'))}
      alter table batches drop number;
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
