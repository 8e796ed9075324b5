import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Exports that users ask for themselves. A job writes the parts of the file; `attempt` tells its runs apart, of which
 * only the newest one goes on.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table data_exports (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        address text,
        attempt integer not null default 0,
        size bigint not null default 0,
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3)
      );
      create index data_exports_user_index on data_exports (user_id, id);
      create index data_exports_created_at_index on data_exports (created_at);

      create table data_export_parts (
        export_id bigint not null references data_exports on delete cascade,
        attempt integer not null,
        number integer not null,
        content text not null,
        primary key (export_id, attempt, number)
      );
      select jobs.create_queue('data_exports', '{"policy": "exclusive", "notify": true}');
    `)
  }

  async down() {
    this.schema.raw(`
      delete from jobs.job where name = 'data_exports';
      select jobs.delete_queue('data_exports');
      drop table data_export_parts;
      drop table data_exports;
    `)
  }
}
