import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table first add column count int')
    this.schema.raw('alter table second add column count int')
  }

  async down() {
    this.schema.raw('alter table first drop column count')
    this.schema.raw('alter table second drop column count')
  }
}
