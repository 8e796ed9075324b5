import { BaseSchema } from '@adonisjs/lucid/schema'

const targets = [
  ...['user', 'post', 'comment', 'report', 'role', 'tag', 'collection', 'type', 'reason', 'view'],
]

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/** Who sent a mail that failed once more. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(audited([...targets, 'mail']))
  }

  async down() {
    this.schema.raw(audited(targets))
  }
}
