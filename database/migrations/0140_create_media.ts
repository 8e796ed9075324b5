import { BaseSchema } from '@adonisjs/lucid/schema'

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/**
 * What users upload. `media_files` has each content once, by its digest, and `media` what a user has said of it: the
 * bytes end with the last row of `media` that has them. A row without a file is an upload that is under way; it counts
 * for the quota before a byte is on the disk.
 *
 * `media_variants` are the files that can be served. A name is an HMAC, so that no digest leads to an address.
 */
export default class extends BaseSchema {
  async up() {
    const types = await this.#audited()
    this.schema.raw(`
      create table media_files (
        id bigint generated always as identity primary key,
        sha256 text not null,
        kind text not null,
        status text not null,
        failure text,
        attempts smallint not null default 0,
        content_type text not null,
        bytes bigint not null,
        width integer,
        height integer,
        placeholder text,
        created_at timestamptz(3) not null default now(),

        constraint media_files_sha256_unique unique (sha256),
        constraint media_files_kind_check check (kind in ('image', 'video', 'audio', 'document')),
        constraint media_files_status_check check (status in ('processing', 'ready', 'failed'))
      );
      create index media_files_processing_index on media_files (id) where status = 'processing';

      create table media_variants (
        name text primary key,
        file_id bigint not null references media_files on delete cascade,
        purpose text not null,
        content_type text not null,
        bytes bigint not null,
        width integer,
        height integer,
        crop text,
        focal_x double precision,
        focal_y double precision,

        constraint media_variants_purpose_check
          check (purpose in ('master', 'original', 'width', 'crop')),
        constraint media_variants_crop_check check ((purpose = 'crop') = (crop is not null))
      );
      create index media_variants_file_index on media_variants (file_id);

      create table media (
        id bigint generated always as identity primary key,
        user_id bigint references users on delete set null,
        file_id bigint references media_files,
        uploaded_bytes bigint not null,
        name text,
        alt text,
        caption text,
        focal_x double precision not null default 0.5,
        focal_y double precision not null default 0.5,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint media_name_check check (char_length(name) between 1 and 200),
        constraint media_alt_check check (char_length(alt) between 1 and 1000),
        constraint media_caption_check check (char_length(caption) between 1 and 1000),
        constraint media_focal_check
          check (focal_x between 0 and 1 and focal_y between 0 and 1)
      );
      create index media_user_index on media (user_id, id);
      create index media_file_index on media (file_id, id);
      create index media_created_at_index on media (created_at, id);
      create index media_upload_index on media (created_at) where file_id is null;

      select jobs.create_queue('media', '{"policy": "exclusive", "notify": true}');
      update roles set permissions = permissions || '{media.read_any}'
        where name in ('editor', 'moderator', 'admin') and is_built_in;
      ${audited([...types, 'file'])}
    `)
  }

  async down() {
    const types = await this.#audited()
    this.schema.raw(`
      update roles set permissions = array_remove(permissions, 'media.read_any');
      delete from jobs.job where name = 'media';
      select jobs.delete_queue('media');
      drop table media;
      drop table media_variants;
      drop table media_files;
      ${audited(types.filter((type) => type !== 'file'))}
    `)
  }

  async #audited(): Promise<string[]> {
    const { rows } = await this.db.rawQuery(
      `select pg_get_constraintdef(oid) as definition from pg_constraint
       where conname = 'audit_entries_target_type_check'`
    )
    return [...rows[0].definition.matchAll(/'([a-z_]+)'/g)].map(([, type]) => type)
  }
}
