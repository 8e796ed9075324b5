import { BaseSchema } from '@adonisjs/lucid/schema'

/** Which version of the terms a user accepted last, and when. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table users add accepted_terms text, add accepted_terms_at timestamptz(3);
      alter table sign_ups add accepted_terms text;
    `)
  }

  async down() {
    this.schema.raw(`
      alter table sign_ups drop accepted_terms;
      alter table users drop accepted_terms, drop accepted_terms_at;
    `)
  }
}
