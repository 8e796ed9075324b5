import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Bytes of files that an import has brought, before the rows that name them: a row comes before the bytes, so that a
 * job finds what an import that never ended has left in the storage. `file` is the digest of the upload. Only a dry
 * run, which is rolled back, has no import.
 *
 * `imported_pictures` knows what an import has fetched, by the digest of its address: nothing is fetched twice.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table imported_bytes (
        name text collate "C" primary key,
        import_id bigint references imports on delete cascade,
        file text not null,
        sha256 text not null,
        bytes bigint not null
      );
      create index imported_bytes_import_index on imported_bytes (import_id);

      create table imported_pictures (
        source text collate "C" not null,
        url text collate "C" not null,
        facts jsonb not null,
        primary key (source, url)
      );
    `)
  }

  async down() {
    this.schema.raw(`
      drop table imported_pictures;
      drop table imported_bytes;
    `)
  }
}
