import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreatePost from '#actions/posts/create_post'
import DeletePost from '#actions/posts/delete_post'
import UpdatePost from '#actions/posts/update_post'
import SilencedException from '#exceptions/silenced_exception'
import { fastRead } from '#http/fast_reads'
import PostPolicy from '#policies/post_policy'
import { findVisiblePost } from '#queries/posts/find_post'
import { showPost } from '#queries/posts/show_post'
import { showPosts } from '#queries/posts/show_posts'
import { idValidator, listPostsValidator } from '#validators/lists'
import { createPostValidator, updatePostValidator } from '#validators/posts'
import { showPostValidator } from '#validators/shows'
import { publicPath } from '#domain/public_path'

export default class PostsController {
  index = fastRead({ query: listPostsValidator }, ({ query }, viewer) => showPosts(query, viewer))

  show = fastRead({ path: idValidator, query: showPostValidator }, ({ path, query }, viewer) =>
    showPost(path.id, viewer, query)
  )

  @inject()
  async store(ctx: HttpContext, createPost: CreatePost) {
    const { auth, client, request, response } = ctx
    const fields = await request.validateBody(createPostValidator)
    const author = auth.getUserOrFail()
    const { id, document } = await createPost.handle({ author, fields, client })

    ctx.mentions = [`post:${id}`]
    response.status(201).header('Location', publicPath(`/posts/${id}`))
    response.sendJson(document)
  }

  @inject()
  async update(ctx: HttpContext, updatePost: UpdatePost) {
    const { auth, bouncer, origin, request, response } = ctx
    const post = await authorizedPost(ctx, 'update')
    const changes = await request.validateBody(updatePostValidator)
    if (changes.published && !post.published) {
      await bouncer.with(PostPolicy).authorize('publish', post)
    }
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const actor = auth.getUserOrFail()
    await updatePost.handle({ id: post.id, actor, origin, changes, unlessStale })
    response.sendJson(await showPost(post.id, actor))
  }

  @inject()
  async destroy(ctx: HttpContext, deletePost: DeletePost) {
    const { auth, origin, request, response } = ctx
    const { id, user_id: authorId } = await authorizedPost(ctx, 'delete')
    const actor = auth.getUserOrFail()
    if (authorId !== actor.id) SilencedException.refuse(actor)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await deletePost.handle({ id, actorId: actor.id, origin, unlessStale })
    response.noContent()
  }
}

/** A post that the caller may not see does not exist for them. */
async function authorizedPost({ auth, bouncer, request }: HttpContext, act: 'update' | 'delete') {
  const { id } = await request.validatePath(idValidator)
  const post = await findVisiblePost(id, auth.getUserOrFail())
  await bouncer.with(PostPolicy).authorize(act, post)
  return post
}
