import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreatePost from '#actions/posts/create_post'
import DeletePost from '#actions/posts/delete_post'
import TrashPost from '#actions/posts/trash_post'
import UpdatePost from '#actions/posts/update_post'
import { staffAction } from '#actions/staff/registry'
import ForbiddenException from '#exceptions/forbidden_exception'
import SilencedException from '#exceptions/silenced_exception'
import { fastRead } from '#http/fast_reads'
import PostPolicy from '#policies/post_policy'
import { findVisiblePost } from '#queries/posts/find_post'
import { showPost } from '#queries/posts/show_post'
import { showPosts } from '#queries/posts/show_posts'
import { idValidator, listPostsValidator } from '#validators/lists'
import { createPostValidator, deletePostValidator, updatePostValidator } from '#validators/posts'
import { refuseChangedSchedule } from '#validators/unchanged_schedule'
import { showPostValidator } from '#validators/shows'
import type { ScheduleOfPost } from '#domain/post_status'
import { publicPath } from '#domain/public_path'
import type { Actor } from '#domain/roles'

export default class PostsController {
  index = fastRead({ query: listPostsValidator }, ({ query }, viewer) => showPosts(query, viewer))

  show = fastRead({ path: idValidator, query: showPostValidator }, ({ path, query }, viewer) =>
    showPost(path.id, viewer, query)
  )

  @inject()
  async store(ctx: HttpContext, createPost: CreatePost) {
    const { auth, client, request, response } = ctx
    const { published_at: givenAt, ...fields } = await request.validateBody(createPostValidator)
    refuseChangedSchedule(request.body(), unscheduled(fields.published))
    const author = auth.getUserOrFail()
    if (fields.published !== false) refusePublication(author)
    const publishedAt = givenAt ?? undefined
    const { id, document } = await createPost.handle({ author, fields, publishedAt, client })

    ctx.mentions = [`post:${id}`]
    response.status(201).header('Location', publicPath(`/posts/${id}`))
    response.sendJson(document)
  }

  @inject()
  async update(ctx: HttpContext, updatePost: UpdatePost) {
    const { auth, bouncer, origin, request, response } = ctx
    const post = await authorizedPost(ctx, 'update')
    const asked = await request.validateBody(updatePostValidator)
    const { deleted, published_at: givenAt, ...changes } = asked
    refuseChangedSchedule(request.body(), post)
    if (changes.published && !post.published) {
      await bouncer.with(PostPolicy).authorize('publish', post)
    }
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const actor = auth.getUserOrFail()
    const untrashes = deleted === false
    const publishedAt = givenAt ?? undefined
    const input = { id: post.id, actor, origin, changes, publishedAt, untrashes, unlessStale }
    await updatePost.handle(input)
    response.sendJson(await showPost(post.id, actor))
  }

  @inject()
  async destroy(ctx: HttpContext, trashPost: TrashPost, deletePost: DeletePost) {
    const { auth, client, origin, request, response } = ctx
    const { purge, reason } = await request.validateQuery(deletePostValidator)
    const { id, user_id: authorId } = await authorizedPost(ctx, 'delete')
    const actor = auth.getUserOrFail()
    const isAuthor = authorId === actor.id
    if (!isAuthor) SilencedException.refuse(actor)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    if (purge === 'true') {
      await deletePost.handle({ id, actor, origin, reason, unlessStale })
    } else if (isAuthor) await trashPost.handle({ id, author: actor, unlessStale })
    else {
      const removal = { actor, origin, targetId: id, reason: reason ?? staffReason, unlessStale }
      await staffAction('post.remove').handle({ ...removal, client })
    }
    response.noContent()
  }
}

/** With `posts.draft` alone a user writes drafts. */
function refusePublication({ permissions }: Actor) {
  if (permissions.has('posts.publish')) return
  throw new ForbiddenException('This needs the permission posts.publish. Send "published": false.')
}

const staffReason = 'Deleted by staff'

const unscheduled = (published = true): ScheduleOfPost => ({
  status: published ? 'published' : 'draft',
  publish_at: null,
  unpublish_at: null,
  time_zone: null,
})

/** A post that the caller may not see does not exist for the caller. */
async function authorizedPost({ auth, bouncer, request }: HttpContext, act: 'update' | 'delete') {
  const { id } = await request.validatePath(idValidator)
  const post = await findVisiblePost(id, auth.getUserOrFail())
  await bouncer.with(PostPolicy).authorize(act, post)
  return post
}
