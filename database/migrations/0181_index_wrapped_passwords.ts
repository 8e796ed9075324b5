import { BaseSchema } from '@adonisjs/lucid/schema'

/** A wrong password asks whether there are any passwords of other systems. See 0020 on what an index takes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('drop index concurrently if exists users_wrapped_password_index')
    this.schema.raw(`
      create index concurrently users_wrapped_password_index
        on users (id) where password like '$wrapped$%'
    `)
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('drop index concurrently if exists users_wrapped_password_index')
    this.schema.raw('reset lock_timeout')
  }
}
