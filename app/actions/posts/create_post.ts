import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import PostCreated from '#events/post_created'
import type { Document } from '#queries/document'
import { partsOfPost, shownPost, type PostParts } from '#queries/json'
import { newPostDocument } from '#queries/posts/find_post'
import { run } from '#queries/statement'
import { afterCommit } from '#support/after_commit'

interface CreatePostInput {
  authorId: number
  title: string
  content: string
  published?: boolean
  client: QueryClientContract
}

/** Writes a post, or a draft of one, and says how its author sees it. */
export default class CreatePost {
  async handle(input: CreatePostInput): Promise<{ id: number; document: Document }> {
    const { authorId, title, content, published = true, client } = input
    const values = [authorId, title, content, published]
    const [row] = await run<NewPost>({ ...createPost, values }, client)
    await afterCommit(client, () => PostCreated.dispatch(row.id))
    return { id: row.id, document: newPostDocument(row) }
  }
}

interface NewPost extends PostParts {
  id: number
}

const createPost = {
  name: 'create post',
  text: `
    with written as (
      insert into posts (user_id, title, content, published, published_at)
      values ($1, $2, $3, $4, case when $4 then now() end) returning *
    )
    select posts.id, ${partsOfPost}
    from written as posts left join users on users.id = posts.user_id ${shownPost}`,
}
