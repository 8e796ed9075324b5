import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A snapshot keeps a target as it stood when it was reported: one for each version, however many
 * report it. It names the author by id alone, without a foreign key: it outlives the account for as
 * long as a report is open. A user may report a target again once it has changed or the report has
 * been decided.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table report_snapshots (
        id bigint generated always as identity primary key,
        target_type text not null,
        target_id bigint not null,
        digest text not null,
        author_id bigint,
        author_username text,
        title text,
        content text,
        created_at timestamptz(3) not null default now(),
        last_reported_at timestamptz(3) not null default now(),

        constraint report_snapshots_target_type_check check (target_type in ('user', 'post', 'comment'))
      );
      create unique index report_snapshots_version_unique
        on report_snapshots (target_type, target_id, digest);

      insert into report_snapshots
        (target_type, target_id, digest, author_id, author_username, title, content)
      select target_type, target_id, encode(sha256(convert_to(version::text, 'UTF8')), 'hex'),
          author_id, author_username, title, content
        from (
          select 'post' as target_type, posts.id as target_id, users.id as author_id,
              username as author_username, title, content, jsonb_build_array(title, content) as version
            from posts left join users on users.id = posts.user_id
          union all
          select 'comment', comments.id, users.id, username, null, content, jsonb_build_array(content)
            from comments left join users on users.id = comments.user_id
          union all
          select 'user', id, id, username, display_name, bio,
              jsonb_build_array(username, display_name, bio)
            from users
        ) as targets
        where (target_type, target_id) in
          (select target_type, target_id from reports where status = 'open');

      alter table reports
        add column snapshot_id bigint references report_snapshots on delete set null,
        add column closed_at timestamptz(3);
      update reports set closed_at = updated_at where status <> 'open';
      update reports set snapshot_id = report_snapshots.id from report_snapshots
        where reports.status = 'open'
          and report_snapshots.target_type = reports.target_type
          and report_snapshots.target_id = reports.target_id;
      alter table reports
        add constraint reports_closed_at_check check ((closed_at is null) = (status = 'open'));

      drop index reports_reporter_unique;
      create unique index reports_open_unique on reports (reporter_id, snapshot_id)
        where status = 'open';
      create index reports_reporter_index on reports (reporter_id, id);
      create index reports_snapshot_index on reports (snapshot_id);
    `)
  }

  /** Only the first report of each user on each target fits the old rule. */
  async down() {
    this.schema.raw(`
      delete from reports where exists (
        select from reports as earlier
        where earlier.reporter_id = reports.reporter_id and earlier.target_type = reports.target_type
          and earlier.target_id = reports.target_id and earlier.id < reports.id
      );
      drop index reports_open_unique, reports_reporter_index;
      create unique index reports_reporter_unique on reports (reporter_id, target_type, target_id);
      alter table reports drop column snapshot_id, drop column closed_at;
      drop table report_snapshots;
    `)
  }
}
