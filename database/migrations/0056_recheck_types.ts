import { BaseSchema } from '@adonisjs/lucid/schema'

/** When the posts of a type are checked once more, after a change of its schema. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table types add column rechecks_at timestamptz(3)')
  }

  async down() {
    this.schema.raw('alter table types drop column rechecks_at')
  }
}
