import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The audit log: append-only, and chained. Each entry holds the SHA-256 digest of the one before
 * and of itself, taken by the database from what is stored, so that no way of writing leaves the
 * chain. A lock makes writers take turns: ids are without gaps and the chain has no fork. It is no
 * table lock: two that insert hold the table already, and would wait for each other to let go.
 *
 * An entry names people by id alone: the log outlives erased accounts and can't be rewritten.
 * `subject_id` is the user whom it concerns: the target, or who wrote the target.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table audit_entries (
        id bigint primary key,
        action text not null,
        actor_id bigint,
        origin text not null,
        os_user text,
        host text,
        target_type text not null,
        target_id bigint not null,
        subject_id bigint,
        reason text,
        until timestamptz(3),
        before jsonb not null,
        after jsonb not null,
        batch_id uuid,
        request_id text,
        created_at timestamptz(3) not null,
        previous_hash text not null,
        hash text not null,

        constraint audit_entries_origin_check check (origin in ('api', 'cli', 'job')),
        constraint audit_entries_target_type_check
          check (target_type in ('user', 'post', 'comment', 'report')),
        constraint audit_entries_reason_check check (char_length(reason) between 3 and 500)
      );
      create unique index audit_entries_batch_unique
        on audit_entries (batch_id, action, target_type, target_id);
      create index audit_entries_target_index on audit_entries (target_type, target_id, id);
      create index audit_entries_actor_index on audit_entries (actor_id, id);
      create index audit_entries_subject_index on audit_entries (subject_id, id);
      create index audit_entries_action_index on audit_entries (action, id);
      create index audit_entries_created_at_index on audit_entries (created_at);

      create function audit_digest(entry audit_entries) returns text language sql stable as $$
        select encode(sha256(convert_to(jsonb_build_array(
          entry.previous_hash, entry.id, entry.action, entry.actor_id, entry.origin,
          entry.os_user, entry.host, entry.target_type, entry.target_id, entry.subject_id,
          entry.reason, extract(epoch from entry.until), entry.before, entry.after,
          entry.batch_id, entry.request_id, extract(epoch from entry.created_at)
        )::text, 'UTF8')), 'hex')
      $$;

      create function chain_audit_entry() returns trigger language plpgsql as $$
      declare
        last audit_entries;
      begin
        perform pg_advisory_xact_lock(hashtext('the audit log'));
        select * into last from audit_entries order by id desc limit 1;
        new.id := coalesce(last.id, 0) + 1;
        new.created_at := greatest(clock_timestamp(), last.created_at);
        new.previous_hash := coalesce(last.hash, repeat('0', 64));
        new.hash := audit_digest(new);
        return new;
      end $$;

      create trigger chain_audit_entry before insert on audit_entries
        for each row execute function chain_audit_entry();

      create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'The audit log is append-only: % is refused', tg_op
          using errcode = 'insufficient_privilege';
      end $$;

      create trigger refuse_audit_change before update or delete or truncate on audit_entries
        for each statement execute function refuse_audit_change();
    `)
  }

  async down() {
    this.schema.raw(`
      drop function audit_digest(audit_entries);
      drop table audit_entries;
      drop function chain_audit_entry();
      drop function refuse_audit_change();
    `)
  }
}
