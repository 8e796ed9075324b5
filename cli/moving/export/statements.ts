import type { Kind } from '#cli/moving/archive/kinds'

/** A time as the API shows it. */
const at = (column: string, name = column.replace(/^\w+\./, '')) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${name}`

/** An account that is being erased is no longer there. */
const living = (column: string, name = column.replace(/^\w+\./, '')) =>
  `(select users.id from users where users.id = ${column} and users.erased_at is null) as ${name}`

/** Whether a user shows a file as a picture of the account. */
const shows = (column: string) =>
  `exists (select from users where users.${column} = media.id and users.erased_at is null)`

/** Rows of posts that are not deleted; in the trash they are. */
const ofPosts = (alias: string, isSome: boolean) =>
  `exists (select from posts where posts.id = ${alias}.post_id and posts.deleted_at is null)
   ${isSome ? `and ${alias}.post_id in (select id from exported_posts)` : ''}`

const only = (isSome: boolean, condition: string) => (isSome ? `and ${condition}` : '')

interface Selection {
  rows: string
  /** Without ties, so that the same rows give the same file. */
  order: string
}

/** @param isSome whether the tables `exported_posts`, `exported_users` and `exported_media` say which rows */
const selections = (isSome: boolean): Record<Kind, Selection> => ({
  types: {
    rows: `
      select name, title, schema, filterable, commentable, votable, listed, write,
        ${at('created_at')}, ${at('updated_at')}
      from types
      where true ${only(isSome, 'name in (select type from posts join exported_posts using (id))')}`,
    order: 'name',
  },
  tags: {
    rows: `
      select tags.slug, tags.name, tags.description, successor.slug as leads_to, tags.is_curated,
        ${at('tags.created_at')}, ${at('tags.updated_at')}
      from tags left join tags as successor on successor.id = tags.leads_to
      where tags.slug is not null ${only(
        isSome,
        `tags.slug in (select unnest(tags) from posts join exported_posts using (id))`
      )}`,
    order: 'tags.leads_to is not null, tags.slug',
  },
  users: {
    rows: `
      select id, username, email, display_name, bio, role, bot, language,
        accepted_terms, ${at('accepted_terms_at')}, ${at('email_confirmed_at')},
        ${at('silenced_at')}, ${at('silenced_until')}, ${at('suspended_at')}, ${at('suspended_until')},
        ${at('created_at')}, ${at('updated_at')}
      from users
      where erased_at is null ${only(isSome, 'id in (select id from exported_users)')}`,
    order: 'id',
  },
  files: {
    rows: `
      select sha256, kind, status, failure, content_type, bytes, width, height, placeholder,
        ${at('barred_at')}, ${at('created_at')}, (
          select coalesce(json_agg(variant order by name), '[]') from (
            select name, purpose, content_type, bytes, width, height, crop, focal_x, focal_y
            from media_variants where file_id = media_files.id
          ) as variant
        ) as variants
      from media_files
      where exists (select from media where file_id = media_files.id
        ${only(isSome, 'id in (select id from exported_media)')})`,
    order: 'sha256 collate "C"',
  },
  media: {
    rows: `
      select media.id, (select users.id from users where users.id = media.user_id
          and users.erased_at is null ${only(isSome, 'users.id in (select id from exported_users)')}
        ) as user_id, sha256, uploaded_bytes, name, alt, caption, focal_x, focal_y,
        ${shows('avatar_id')} as avatar, ${shows('header_id')} as header,
        ${at('used_at')}, ${at('set_aside_at')}, ${at('removed_at')}, ${at('media.created_at')},
        ${at('updated_at')}
      from media join media_files on media_files.id = media.file_id
      where true ${only(isSome, 'media.id in (select id from exported_media)')}`,
    order: 'id',
  },
  posts: {
    rows: `
      select id, ${living('posts.user_id')}, type, language, title, slug, slug_given,
        excerpt, excerpt_given, content_format, content, tags, data, seo, canonical_url, cover_id,
        translation_group, published, ${at('published_at')}, ${at('publish_at')}, ${at('unpublish_at')},
        time_zone, on_missed, held, late_seconds, ${at('trashed_at')}, restores_published,
        ${at('removed_at')}, locked, pinned, comments_open, revision,
        ${living('posts.edited_by')}, ${at('edited_at')}, ${at('created_at')}, ${at('updated_at')},
        (select row_to_json(draft) from (
          select members, begun_from, ${living('post_drafts.editor_id')}, ${at('kept_at')},
            ${at('created_at')}, ${at('updated_at')}
          from post_drafts where post_id = posts.id
        ) as draft) as draft
      from posts
      where deleted_at is null ${only(isSome, 'id in (select id from exported_posts)')}`,
    order: 'id',
  },
  revisions: {
    rows: `
      select post_id, number, ${living('post_revisions.editor_id')}, of_draft, keep, note,
        ${at('created_at')}, ${at('updated_at')}, members
      from post_revisions where ${ofPosts('post_revisions', isSome)}`,
    order: 'post_id, number',
  },
  comments: {
    rows: `
      select id, post_id, ${living('comments.user_id')}, parent_id, content,
        ${at('deleted_at')}, ${at('removed_at')}, ${at('created_at')}, ${at('updated_at')}
      from comments where ${ofPosts('comments', isSome)}`,
    order: 'id',
  },
  votes: {
    rows: `
      select post_id, user_id, value, ${at('created_at')}, ${at('updated_at')}
      from votes
      where exists (select from users where users.id = votes.user_id and users.erased_at is null)
        and ${ofPosts('votes', isSome)}`,
    order: 'post_id, user_id',
  },
  collections: {
    rows: `
      select id, slug, title, description, ${at('created_at')}, ${at('updated_at')}, (
        select coalesce(json_agg(post_id order by place, post_id), '[]')
        from collection_posts
        where collection_id = collections.id and ${ofPosts('collection_posts', isSome)}
      ) as posts
      from collections where true ${only(
        isSome,
        `exists (select from collection_posts join exported_posts on exported_posts.id = post_id
           where collection_id = collections.id)`
      )}`,
    order: 'id',
  },
  redirects: {
    rows: `
      select type, slug, post_id from old_slugs
      where ${isSome ? '' : 'post_id is null or'} ${ofPosts('old_slugs', isSome)}`,
    order: 'type collate "C", slug collate "C"',
  },
})

/** The rows of a kind as JSON texts. Members, their order and that of the rows are the archive's format. */
export function statementFor(kind: Kind, isSome: boolean): string {
  const { rows, order } = selections(isSome)[kind]
  return `select row_to_json(line)::text as line from (${rows} order by ${order}) as line`
}

/** Users without whom the exported posts would lose authors, commenters, voters or editors. */
export const fillExportedUsers = `
  insert into exported_users
  select id from (
    select user_id as id from posts join exported_posts using (id)
    union select edited_by from posts join exported_posts using (id)
    union select editor_id from post_drafts join exported_posts on exported_posts.id = post_id
    union select editor_id from post_revisions join exported_posts on exported_posts.id = post_id
    union select user_id from comments join exported_posts on exported_posts.id = post_id
    union select user_id from votes join exported_posts on exported_posts.id = post_id
  ) as named
  where id is not null`

/** The files that exported posts use and that exported users show, as those users have them; without one, any row. */
export const fillExportedMedia = `
  insert into exported_media
  select id from media
  where id in (
      select unnest(array[avatar_id, header_id]) from users join exported_users using (id)
    ) or file_id in (
      select file_id from media_uses join exported_posts on exported_posts.id = post_id
    ) and (
      user_id in (select id from exported_users)
      or id = (select min(id) from media as first where first.file_id = media.file_id)
        and not exists (
          select from media as owned join exported_users on exported_users.id = owned.user_id
          where owned.file_id = media.file_id
        )
    )`
