import { BaseSchema } from '@adonisjs/lucid/schema'

/** The language of mails to a user. Null: that of the site. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table users add language text,
        add constraint users_language_check check (char_length(language) <= 35) not valid
    `)
  }

  async down() {
    this.schema.raw('alter table users drop language')
  }
}
