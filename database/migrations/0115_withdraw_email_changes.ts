import { BaseSchema } from '@adonisjs/lucid/schema'

/** A change of an e-mail that its user withdrew waits no more. Its notice still gives the account back. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table email_changes add withdrawn_at timestamptz(3)')
  }

  async down() {
    this.schema.raw('alter table email_changes drop withdrawn_at')
  }
}
