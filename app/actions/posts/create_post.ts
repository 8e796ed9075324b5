import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { joinTranslations, publishChange } from '#actions/posts/join_translations'
import { refusePin } from '#actions/posts/refuse_pin'
import PostCreated from '#events/post_created'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import type { JsonResponse } from '#http/json_response'
import { refuseNoCover } from '#queries/media/covers'
import { newPostResponse, selectNewPost } from '#queries/posts/find_post'
import { noteLanguage } from '#queries/posts/languages'
import { checkData, refuseWriting } from '#queries/types/check_data'
import { translationsFor } from '#queries/posts/translations'
import type { Row } from '#resources/definition/line'
import { columnsOf } from '#resources/definition/columns'
import { post, type NewPost } from '#resources/post'
import { batchWriter } from '#db/batch_writer'
import { afterCommit } from '#db/after_commit'
import { madeOf } from '#domain/post_texts'
import type { Actor } from '#domain/roles'
import { siteLanguage } from '#domain/search/site'

interface CreatePostInput {
  author: Actor
  fields: NewPost
  /** For a post that was published elsewhere before. */
  publishedAt?: Date
  client: QueryClientContract
}

/**
 * @throws InvalidTokenException if the account was erased meanwhile, ForbiddenException, ConflictException,
 * ValidationException
 */
export default class CreatePost {
  async handle(input: CreatePostInput): Promise<{ id: number; document: JsonResponse }> {
    const { client, fields } = input
    const { type = defaults.type, data, published = defaults.published } = fields
    await refuseWriting(type, input.author)
    if (published) await checkData({ type, data, actor: input.author, client })
    await refuseNoCover({ id: fields.cover_id, users: [input.author.id], client })
    const isLinked = Boolean(fields.translation_of || fields.pinned)
    const { row, group } = isLinked
      ? await client.transaction((trx) => this.#link(input, trx))
      : { row: await this.#write(input, client), group: null }
    await afterCommit(client, () => noteLanguage(fields.language ?? siteLanguage()))
    if (group === null && !fields.pinned) {
      await afterCommit(client, () => PostCreated.dispatch(row.id))
      return { id: row.id, document: newPostResponse(row) }
    }
    await afterCommit(client, () => publishChange(row.id, group))
    const translations = group
      ? await translationsFor(input.author, { id: row.id, group }, client)
      : []
    return { id: row.id, document: newPostResponse(row, translations) }
  }

  async #link(input: CreatePostInput, client: TransactionClientContract) {
    const { author: actor, fields } = input
    const { pinned = null, translation_of: translationOf } = fields
    const group = translationOf ? await joinTranslations({ translationOf, actor, client }) : null
    await refusePin({ authorId: actor.id, was: null, pinned, actor, client })
    return { row: await this.#write(input, client, group), group }
  }

  async #write(input: CreatePostInput, client: QueryClientContract, group: number | null = null) {
    const { author, publishedAt = null } = input
    const fields = { ...defaults, language: siteLanguage(), ...input.fields }
    const made = await madeOf({ ...fields, contentFormat: fields.content_format })
    const { search, searchVersion, slugGiven, excerptGiven, slug, excerpt } = made
    const ofServer = [author.id, search, searchVersion, slugGiven, excerptGiven, group, publishedAt]
    const values = [...ofServer, ...written.values({ ...fields, slug, excerpt })]
    // Two batches that wait for each other's slugs would deadlock.
    const row = await (slugGiven ? write.alone : write)(values, client)
    if (!row) throw new InvalidTokenException('The session has ended')
    return row
  }
}

interface WrittenPost extends Row {
  id: number
  user_id: number
}

const columns = `posts.id as id, posts.user_id as user_id, ${selectNewPost}`

/** Inserts in the order of slugs against deadlocks. `tag_slugs` does not see these rows before the statement ends. */
const newTags = `
  insert into tags (slug, name)
  select distinct on (tag ->> 0) tag ->> 0, tag ->> 1
  from asked cross join jsonb_array_elements(asked.tags) as tag
  order by tag ->> 0
  on conflict do nothing`

const defaults = {
  type: 'post',
  content_format: 'plain',
  published: true,
  comments_open: true,
} as const

const serverColumns =
  'user_id, search, search_version, slug_given, excerpt_given, translation_group'

/** Client fields follow the columns that the server sets. */
const written = columnsOf(post, 8)

const firstPublished = 'case when published then coalesce(given_at, now()) else given_at end'

const createPost = {
  name: 'create post',
  text: `
    with asked as (
      select $1::bigint as user_id, $2::text as search, $3::integer as search_version,
        $4::boolean as slug_given, $5::boolean as excerpt_given,
        $6::bigint as translation_group, $7::timestamptz as given_at, ${written.one}
    ), new_tags as (${newTags}
    ), written as (
      insert into posts (${serverColumns}, published_at, ${written.names})
      select authors.id, search::tsvector, search_version, slug_given, excerpt_given,
        translation_group, ${firstPublished}, ${written.stored}
      from asked join authors on authors.id = user_id returning *
    )
    select ${columns} from written as posts ${post.joins}`,
}

const createPosts = {
  name: 'create posts',
  text: `
    with asked as (
      select * from unnest(
        $1::bigint[], $2::text[], $3::integer[], $4::boolean[], $5::boolean[], $6::bigint[],
        $7::timestamptz[], ${written.several}
      ) with ordinality as asked (${serverColumns}, given_at, ${written.names}, place)
    ), authors as (
      select id, username, display_name from authors where id = any($1)
      for no key update skip locked
    ), new_tags as (${newTags}
    ), written as (
      insert into posts (${serverColumns}, published_at, ${written.names})
      select user_id, search::tsvector, search_version, slug_given, excerpt_given,
        translation_group, ${firstPublished}, ${written.stored}
      from asked join authors on authors.id = user_id
      order by place returning *
    )
    select ${columns} from written as posts ${post.joins}
    order by posts.id`,
}

const write = batchWriter<WrittenPost>({
  one: createPost,
  several: createPosts,
  isOf: (row, [authorId]) => row.user_id === authorId,
})
