import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table kept add column count int')
  }

  async down() {
    this.schema.raw('alter table kept drop column count')
  }
}
