import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('create table things as select 1 as id from generate_series(1, 2)')
  }

  async down() {
    this.schema.raw('drop table things')
  }
}
