import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What users report, once each. The reports on one target are handled together; `subject_id` is the
 * user whom they concern: the target, or who wrote the target.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table reports (
        id bigint generated always as identity primary key,
        reporter_id bigint references users on delete set null,
        target_type text not null,
        target_id bigint not null,
        subject_id bigint references users on delete set null,
        reason text not null,
        details text,
        status text not null default 'open',
        assignee_id bigint references users on delete set null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint reports_target_type_check check (target_type in ('user', 'post', 'comment')),
        constraint reports_reason_check check (reason in ('spam', 'abuse', 'illegal', 'other')),
        constraint reports_details_check check (char_length(details) between 1 and 2000),
        constraint reports_status_check check (status in ('open', 'resolved', 'dismissed'))
      );
      create unique index reports_reporter_unique on reports (reporter_id, target_type, target_id);
      create index reports_target_index on reports (target_type, target_id, status, id);
      create index reports_status_index on reports (status, id);
      create index reports_subject_index on reports (subject_id);
      create index reports_created_at_index on reports (created_at);
      create index reports_assignee_index on reports (assignee_id) where assignee_id is not null;
    `)
  }

  async down() {
    this.schema.dropTable('reports')
  }
}
