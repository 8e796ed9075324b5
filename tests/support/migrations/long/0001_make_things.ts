import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw('create table things (id int)')
  }

  async down() {
    this.schema.raw('drop table things')
  }
}
