import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Batches of staff actions. `batch_targets` has the targets that wait (no `code`) or failed; the audit log has
 * those that are done, and keeps the ids of erased actors.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table batches (
        id uuid primary key,
        actor_id bigint not null,
        origin jsonb not null,
        action text not null,
        reason text not null,
        until timestamptz(3),
        undoes uuid,
        state text not null default 'open',
        detail text,
        done_count integer not null default 0,
        failed_count integer not null default 0,
        left_count integer not null default 0,
        created_at timestamptz(3) not null default now(),
        ended_at timestamptz(3),

        constraint batches_undoes_unique unique (undoes),
        constraint batches_state_check
          check (state in ('open', 'running', 'done', 'cancelled', 'failed'))
      );
      create index batches_created_at_index on batches (created_at, id);
      create index batches_actor_index on batches (actor_id, created_at, id);
      create index batches_state_index on batches (state, created_at, id);

      create table batch_targets (
        id bigint generated always as identity primary key,
        batch_id uuid not null references batches on delete cascade,
        target_id bigint not null,
        seen_at timestamptz(3),
        action text not null,
        until timestamptz(3),
        code text,
        detail text,

        constraint batch_targets_unique unique (batch_id, target_id)
      );
      create index batch_targets_waiting_index on batch_targets (batch_id, id) where code is null;
      create index batch_targets_failed_index on batch_targets (batch_id, id)
        where code is not null;

      select jobs.create_queue('batches', '{"policy": "exclusive", "notify": true}');
    `)
  }

  async down() {
    this.schema.raw(`
      delete from jobs.job where name = 'batches';
      select jobs.delete_queue('batches');
      drop table batch_targets;
      drop table batches;
    `)
  }
}
