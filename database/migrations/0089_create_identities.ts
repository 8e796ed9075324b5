import { BaseSchema } from '@adonisjs/lucid/schema'

const audited = (transports: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_origin_check,
    add constraint audit_entries_origin_check
      check (origin in (${transports.map((one) => `'${one}'`).join()})) not valid;`

/**
 * Who a user is at an issuer of OpenID Connect, and the sign-ins there that are under way. `digest` is that of what
 * the next step of a sign-in needs; `browser` that of the cookie.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table identities (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        issuer text not null,
        issuer_url text collate "C" not null,
        subject text collate "C" not null,
        email text,
        created_at timestamptz(3) not null default now(),
        last_used_at timestamptz(3) not null default now(),

        constraint identities_subject_unique unique (issuer_url, subject),
        constraint identities_subject_check check (char_length(subject) between 1 and 255)
      );
      create index identities_user_index on identities (user_id, id);

      create table oidc_sign_ins (
        id bigint generated always as identity primary key,
        issuer text not null,
        step text not null,
        digest text collate "C",
        browser text collate "C" not null,
        redirect_uri text not null,
        client_state text,
        code_challenge text not null,
        claims jsonb,
        user_id bigint references users on delete cascade,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,

        constraint oidc_sign_ins_digest_unique unique (digest),
        constraint oidc_sign_ins_step_check check (step in ('issuer', 'exchange', 'code', 'link')),
        constraint oidc_sign_ins_claims_check
          check ((claims is not null) = (step in ('code', 'link'))),
        constraint oidc_sign_ins_user_check check ((user_id is not null) = (step = 'link'))
      );
      create index oidc_sign_ins_expiry_index on oidc_sign_ins (expires_at);
      create index oidc_sign_ins_user_index on oidc_sign_ins (user_id) where user_id is not null;

      -- False: the account began at an issuer, and no one knows its password.
      alter table users add column has_password boolean not null default true;

      -- How the user was authenticated before the second factor.
      alter table login_challenges add column amr text[] not null default '{pwd}';
      ${audited(['api', 'cli', 'job', 'oidc'])}
    `)
  }

  async down() {
    this.schema.raw(`
      ${audited(['api', 'cli', 'job'])}
      alter table login_challenges drop column amr;
      alter table users drop column has_password;
      drop table oidc_sign_ins;
      drop table identities;
    `)
  }
}
