import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The row of a post is its newest published revision. A trigger keeps the superseded one when `revision`,
 * `title` or `content` changes, so no writer can forget it, and a creation costs nothing. `members` holds
 * every column but those of `content_of`, so a new column of posts needs nothing here.
 *
 * `edited_by` and `editor_id` have no foreign key: the row of a post would need an index, and a user who
 * is erased has no text in `post_revisions`. A null `members` is a note on the newest revision.
 *
 * `thin_at` is when `thin_revisions` looks at the post next. Every twentieth revision is due at once, so
 * that no post grows far beyond REVISIONS_KEEP.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table posts
        add column revision integer not null default 1,
        add column edited_by bigint,
        add column edited_at timestamptz(3);

      create table post_revisions (
        post_id bigint not null references posts on delete cascade,
        number integer not null,
        editor_id bigint,
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null default now(),
        of_draft boolean not null default false,
        members jsonb,
        note text,
        keep boolean not null default false,
        thin_at timestamptz(3),

        primary key (post_id, number),
        constraint post_revisions_note_check check (char_length(note) between 1 and 500)
      );
      create index post_revisions_editor_index on post_revisions (editor_id)
        where editor_id is not null;
      create index post_revisions_thin_index on post_revisions (thin_at, post_id)
        where thin_at is not null;

      create function content_of(post posts) returns jsonb language plpgsql stable as $$
      begin
        -- It can be larger than the text.
        post.search := null;
        return to_jsonb(post) - '{
          id, user_id, created_at, updated_at, revision, edited_by, edited_at,
          published, published_at, publish_at, unpublish_at, time_zone, on_missed, held, late_seconds,
          trashed_at, restores_published, removed_at, deleted_at, visible, listed_at, locked, pinned,
          comments_open, translation_group, type, search, search_version,
          votes_count, upvotes, downvotes, hot, comments_count, counts_comments, comments_counted_after, counting
        }'::text[];
      end $$;

      create function next_revision(post bigint, present integer) returns integer
        language sql stable as $$
        select 1 + greatest(present, (select max(number) from post_revisions where post_id = post))
      $$;

      create function keep_revision() returns trigger language plpgsql as $$
      declare
        editor bigint := coalesce(old.edited_by, old.user_id);
      begin
        new.revision := next_revision(old.id, old.revision);
        new.edited_at := now();
        insert into post_revisions (post_id, number, editor_id, created_at, members, thin_at)
        select old.id, old.revision, editor, coalesce(old.edited_at, old.created_at), content_of(old),
          now() + case when old.revision % 20 = 0 then interval '0' else interval '1 day' end
        where exists (select from users where id = editor and erased_at is null)
        on conflict (post_id, number) do update set members = excluded.members,
          editor_id = excluded.editor_id, created_at = excluded.created_at, thin_at = excluded.thin_at;
        return new;
      end $$;

      create trigger keep_revision before update of revision, title, content on posts for each row
        when ((old.revision, old.title, old.content)
          is distinct from (new.revision, new.title, new.content))
        execute function keep_revision();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger keep_revision on posts;
      drop function keep_revision();
      drop function next_revision(bigint, integer);
      drop function content_of(posts);
      drop table post_revisions;
      alter table posts drop column revision, drop column edited_by, drop column edited_at;
    `)
  }
}
