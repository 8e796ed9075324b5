import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import PostCreated from '#events/post_created'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import type { JsonResponse } from '#http/json_response'
import { newPostResponse, selectNewPost } from '#queries/posts/find_post'
import type { Row } from '#resources/definition/line'
import type { CreateFields } from '#resources/definition/resource'
import { columnsOf } from '#resources/definition/columns'
import { post } from '#resources/post'
import { batchWriter } from '#db/batch_writer'
import { afterCommit } from '#db/after_commit'
import { indexed } from '#domain/search/site'

interface CreatePostInput {
  authorId: number
  fields: CreateFields<typeof post>
  client: QueryClientContract
}

/** Creates a post or a draft. @throws InvalidTokenException if the account was erased meanwhile */
export default class CreatePost {
  async handle(input: CreatePostInput): Promise<{ id: number; document: JsonResponse }> {
    const { authorId, client } = input
    const fields = { published: true, ...input.fields }
    const { search, searchVersion } = await indexed(fields)
    const values = [authorId, search, searchVersion, ...written.values(fields)]
    const row = await write(values, client)
    if (!row) throw new InvalidTokenException('The session has ended')
    await afterCommit(client, () => PostCreated.dispatch(row.id))
    return { id: row.id, document: newPostResponse(row) }
  }
}

interface NewPost extends Row {
  id: number
  user_id: number
}

const columns = `posts.id as id, posts.user_id as user_id, ${selectNewPost}`

/** Client fields follow three columns that the server sets. */
const written = columnsOf(post, 4)

const createPost = {
  name: 'create post',
  text: `
    with asked as (
      select $1::bigint as user_id, $2::text as search, $3::integer as search_version, ${written.one}
    ), written as (
      insert into posts (user_id, search, search_version, published_at, ${written.names})
      select authors.id, search::tsvector, search_version, case when published then now() end, ${written.names}
      from asked join authors on authors.id = user_id returning *
    )
    select ${columns} from written as posts ${post.joins}`,
}

const createPosts = {
  name: 'create posts',
  text: `
    with asked as (
      select * from unnest($1::bigint[], $2::text[], $3::integer[], ${written.several})
        with ordinality as asked (user_id, search, search_version, ${written.names}, place)
    ), authors as (
      select id, username, display_name from authors where id = any($1)
      for no key update skip locked
    ), written as (
      insert into posts (user_id, search, search_version, published_at, ${written.names})
      select user_id, search::tsvector, search_version, case when published then now() end, ${written.names}
      from asked join authors on authors.id = user_id
      order by place returning *
    )
    select ${columns} from written as posts ${post.joins}
    order by posts.id`,
}

const write = batchWriter<NewPost>({
  one: createPost,
  several: createPosts,
  isOf: (row, [authorId]) => row.user_id === authorId,
})
