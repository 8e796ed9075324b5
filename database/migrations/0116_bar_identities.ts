import { BaseSchema } from '@adonisjs/lucid/schema'

/** A sanction outlives an account of an issuer, even if its e-mail there is another one by then. See 0021. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table barred_identities (
        digest text primary key,
        until timestamptz(3)
      );
      create index barred_identities_until_index on barred_identities (until);
    `)
  }

  async down() {
    this.schema.dropTable('barred_identities')
  }
}
