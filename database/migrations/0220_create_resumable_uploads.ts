import { BaseSchema } from '@adonisjs/lucid/schema'

/** Uploads in parts that have not ended: how large the file is, and what the client calls it. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table resumable_uploads (
        media_id bigint primary key references media on delete cascade,
        bytes bigint not null,
        metadata text,
        expires_at timestamptz(3) not null,

        constraint resumable_uploads_bytes_check check (bytes > 0),
        constraint resumable_uploads_metadata_check check (char_length(metadata) <= 2000)
      );
    `)
  }

  async down() {
    this.schema.raw('drop table resumable_uploads')
  }
}
