import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('alter table things add column name text')
    this.schema.raw('insert into thing (name) values (null)')
  }

  async down() {
    this.schema.raw('alter table things drop column nick')
  }
}
