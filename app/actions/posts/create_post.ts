import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import PostCreated from '#events/post_created'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import type { JsonResponse } from '#http/json_response'
import { partsOfPost, type PostParts } from '#queries/json'
import { newPostResponse } from '#queries/posts/find_post'
import { batchWriter } from '#db/batch_writer'
import { afterCommit } from '#db/after_commit'
import { indexed } from '#domain/search/site'

interface CreatePostInput {
  authorId: number
  title: string
  content: string
  published?: boolean
  client: QueryClientContract
}

/**
 * Writes a post, or a draft of one, and says how its author sees it.
 *
 * @throws InvalidTokenException when the account was erased meanwhile
 */
export default class CreatePost {
  async handle(input: CreatePostInput): Promise<{ id: number; document: JsonResponse }> {
    const { authorId, title, content, published = true, client } = input
    const { search, searchVersion } = await indexed({ title, content })
    const values = [authorId, title, content, published, search, searchVersion]
    const row = await write(values, client)
    if (!row) throw new InvalidTokenException('The session has ended')
    await afterCommit(client, () => PostCreated.dispatch(row.id))
    return { id: row.id, document: newPostResponse(row) }
  }
}

interface NewPost extends PostParts {
  user_id: number
}

const columns = `posts.user_id, ${partsOfPost}`

const createPost = {
  name: 'create post',
  text: `
    with written as (
      insert into posts (user_id, title, content, published, published_at, search, search_version)
      select id, $2, $3, $4::boolean, case when $4 then now() end, $5::tsvector, $6::integer
      from authors where id = $1 returning *
    )
    select ${columns}
    from written as posts left join authors as users on users.id = posts.user_id`,
}

const createPosts = {
  name: 'create posts',
  text: `
    with asked as (
      select * from unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::integer[])
        with ordinality as asked (user_id, title, content, published, search, search_version, place)
    ), authors as (
      select id, username, display_name from authors where id = any($1)
      for no key update skip locked
    ), written as (
      insert into posts (user_id, title, content, published, published_at, search, search_version)
      select user_id, title, content, published, case when published then now() end,
        search::tsvector, search_version
      from asked join authors on authors.id = user_id
      order by place returning *
    )
    select ${columns}
    from written as posts join authors as users on users.id = posts.user_id
    order by posts.id`,
}

const write = batchWriter<NewPost>({
  one: createPost,
  several: createPosts,
  isOf: (row, [authorId]) => row.user_id === authorId,
})
