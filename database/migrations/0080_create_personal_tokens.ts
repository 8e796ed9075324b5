import { BaseSchema } from '@adonisjs/lucid/schema'

const whole = (live: string, erased: string) => `
  add constraint users_erased_check check (
    case when erased_at is null then ${live} else ${erased} end
  ) not valid`

const nothingPersonal = 'num_nonnulls(email, username, password, display_name, bio, os_user) = 0'

/**
 * Tokens of users' own, and bots: accounts that act by tokens alone. `digest` is that of the token, which no table has.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table personal_tokens (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        name text not null,
        digest text collate "C" not null,
        last_four text not null,
        scopes text[] not null,
        allowed_networks text[],
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        last_used_address text,
        idle_noticed_at timestamptz(3),

        constraint personal_tokens_digest_unique unique (digest),
        constraint personal_tokens_name_check check (char_length(name) between 1 and 100),
        constraint personal_tokens_scopes_check check (cardinality(scopes) > 0)
      );
      create index personal_tokens_user_index on personal_tokens (user_id, id);
      create index personal_tokens_expiry_index on personal_tokens (expires_at);
      create index personal_tokens_idle_index
        on personal_tokens ((coalesce(last_used_at, created_at)));

      alter table users
        add column bot boolean not null default false,
        drop constraint users_erased_check,
        ${whole(
          `username is not null and num_nulls(email, password) = case when bot then 2 else 0 end`,
          nothingPersonal
        )};
    `)
  }

  /** The older version knows no account without an e-mail. */
  async down() {
    this.schema.raw(`
      update users set
        email = 'bot-' || id || '@invalid.invalid', password = 'none'
        where bot and erased_at is null;
      alter table users
        drop constraint users_erased_check,
        ${whole('num_nulls(email, username, password) = 0', nothingPersonal)},
        drop column bot;
      drop table personal_tokens;
    `)
  }
}
