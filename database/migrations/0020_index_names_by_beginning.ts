import { BaseSchema } from '@adonisjs/lucid/schema'

/** Users are found by the beginning of their names; `text_pattern_ops` serves that in any locale. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create index users_username_beginning_index on users (lower(username) text_pattern_ops);
      create index users_display_name_beginning_index on users (lower(display_name) text_pattern_ops);
    `)
  }

  async down() {
    this.schema.raw(`
      drop index users_username_beginning_index, users_display_name_beginning_index;
    `)
  }
}
