import { BaseSchema } from '@adonisjs/lucid/schema'

const location = `headers ->> 'location'`

/**
 * A stored answer names the rows that it shows (`post:42`), so that it is cleared with them; its key
 * and fingerprint stay. An answer that holds a secret is not stored, and has no body from the start.
 *
 * A session keeps when its last refresh tokens were used, so that each has its seconds of grace.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table idempotency_keys
        alter column headers drop not null,
        alter column body drop not null,
        add column mentions text[] not null default '{}',
        add column cleared_at timestamptz(3);
      update idempotency_keys set mentions = array_remove(array[
        'user:' || substring(scope from '^\\d+'),
        substring(${location} from '/(user|post|comment)s/\\d+$')
          || ':' || substring(${location} from '\\d+$')
      ], null);
      create index idempotency_keys_mentions_index on idempotency_keys using gin (mentions);

      alter table sessions add column rotations timestamptz(3)[] not null default '{}';
      update sessions set rotations = array[rotated_at] where generation > 1;
    `)
  }

  async down() {
    this.schema.raw(`
      alter table sessions drop column rotations;
      delete from idempotency_keys where body is null;
      alter table idempotency_keys
        drop column mentions,
        drop column cleared_at,
        alter column headers set not null,
        alter column body set not null;
    `)
  }
}
