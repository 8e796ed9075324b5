import { BaseSchema } from '@adonisjs/lucid/schema'

const targets = ['user', 'post', 'comment', 'report', 'role', 'tag', 'collection', 'type']

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/** Reasons that moderators give often. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table reasons (
        id bigint generated always as identity primary key,
        title text not null,
        text text not null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint reasons_title_unique unique (title),
        constraint reasons_title_check check (char_length(title) between 1 and 60),
        constraint reasons_text_check check (char_length(text) between 3 and 500)
      );
      ${audited([...targets, 'reason'])}
    `)
  }

  async down() {
    this.schema.raw(`
      ${audited(targets)}
      drop table reasons;
    `)
  }
}
