import { BaseSchema } from '@adonisjs/lucid/schema'

/** The outbox, as staff see it. pg-boss counts only the tries after the first one as retries. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create view mails as
        select id,
          data ->> 'kind' as kind,
          state::text as state,
          retry_count + case when state in ('retry', 'failed') and output is not null
            then 1 else 0 end as failures,
          output ->> 'message' as failure,
          created_on::timestamptz(3) as created_at,
          start_after::timestamptz(3) as due_at,
          completed_on::timestamptz(3) as ended_at
        from jobs.job where name = 'mail';
      create index job_mails_index on jobs.job_common ((created_on::timestamptz(3)), id)
        where name = 'mail';

      update roles set permissions = permissions || '{mails.manage}'
        where name = 'admin' and is_built_in;
    `)
  }

  async down() {
    this.schema.raw(`
      update roles set permissions = array_remove(permissions, 'mails.manage');
      drop index jobs.job_mails_index;
      drop view mails;
    `)
  }
}
