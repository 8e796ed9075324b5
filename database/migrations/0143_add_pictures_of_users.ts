import { BaseSchema } from '@adonisjs/lucid/schema'

const columns = ['avatar_id', 'header_id']

const usedByPosts = `exists (
  select from media_uses join posts on posts.id = media_uses.post_id
  where media_uses.file_id = id_of_file and place = 'post' and posts.visible
)`

const usedByUsers = columns
  .map(
    (column) => `exists (
      select from media join users on users.${column} = media.id
      where media.file_id = id_of_file and users.erased_at is null
    )`
  )
  .join(' or ')

/** The picture of a user, and the one above a profile. Readers see both. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      ${columns
        .map(
          (column) => `
            alter table users add column ${column} bigint references media on delete set null;
            create index users_${column.replace('_id', '')}_index on users (${column})
              where ${column} is not null;`
        )
        .join('\n')}
      create or replace function is_public_media(id_of_file bigint) returns boolean language sql stable as $$
        select ${usedByPosts} or ${usedByUsers}
      $$;
    `)
  }

  async down() {
    this.schema.raw(`
      create or replace function is_public_media(id_of_file bigint) returns boolean language sql stable as $$
        select ${usedByPosts}
      $$;
      alter table users drop column header_id, drop column avatar_id;
    `)
  }
}
