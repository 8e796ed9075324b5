import ForbiddenException from '#exceptions/forbidden_exception'
import type Post from '#models/post'
import type { Actor } from '#domain/roles'

type State = Pick<Post, 'userId' | 'publishAt'>

/** An author with only `posts.draft` writes, and an editor publishes. */
export const isWriterOf = ({ userId }: Pick<Post, 'userId'>, { id, permissions }: Actor) =>
  userId === id && permissions.has('posts.draft') && !permissions.has('posts.publish')

/** A scheduled post is published in its state then, so the editor's text must stay. @throws ForbiddenException */
export function refuseScheduled(post: State, actor: Actor): void {
  if (post.publishAt === null || !isWriterOf(post, actor)) return
  throw new ForbiddenException('The post is scheduled. Cancel its schedule first.')
}

/** A public post changes only by a working copy that an editor publishes. @throws ForbiddenException */
export function refuseUnreviewed(post: State & Pick<Post, 'published'>, actor: Actor): void {
  refuseScheduled(post, actor)
  if (!post.published || !isWriterOf(post, actor)) return
  throw new ForbiddenException(
    'This needs the permission posts.publish. Save a working copy, and ask for its review.'
  )
}
