import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table idempotency_keys (
        scope text not null,
        key text not null,
        fingerprint text not null,
        status smallint not null,
        headers jsonb not null,
        body text not null,
        created_at timestamptz(3) not null default now(),

        primary key (scope, key)
      );
      create index idempotency_keys_created_at_index on idempotency_keys (created_at);
    `)
  }

  async down() {
    this.schema.dropTable('idempotency_keys')
  }
}
