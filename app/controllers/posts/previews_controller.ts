import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import CreatePreview from '#actions/posts/create_preview'
import NotFoundException from '#exceptions/not_found_exception'
import SilencedException from '#exceptions/silenced_exception'
import PostPolicy from '#policies/post_policy'
import { findPostUnder } from '#queries/posts/find_post'
import { listPreviews } from '#queries/posts/previews'
import { findRevision } from '#queries/posts/revisions'
import { idValidator } from '#validators/lists'
import {
  createPreviewValidator,
  listPreviewsValidator,
  previewInUrlValidator,
} from '#validators/previews'
import { publicPath } from '#domain/public_path'
import { maySeeRevisions } from '#domain/visibility'

const DEFAULT_LIFETIME_S = 7 * 86_400

export default class PostPreviewsController {
  async index(ctx: HttpContext) {
    const asked = await ctx.request.validateQuery(listPreviewsValidator)
    const { id } = await authorizedPost(ctx)
    return listPreviews(id, asked)
  }

  @inject()
  async store(ctx: HttpContext, createPreview: CreatePreview) {
    const { auth, client, request, response } = ctx
    const { id: postId } = await authorizedPost(ctx)
    const asked = await request.validateBody(createPreviewValidator)
    const { expires_in: lifetime = DEFAULT_LIFETIME_S } = asked
    const revision = asked.revision ?? null
    if (revision !== null) await findRevision(postId, revision)

    const creator = auth.getUserOrFail()
    const made = await createPreview.handle({ postId, creator, revision, lifetime, client })
    ctx.holdsSecret = true
    ctx.mentions = [`post:${postId}`]
    response.status(201).header('Location', publicPath(`/posts/${postId}/previews/${made.id}`))
    return made
  }

  async destroy(ctx: HttpContext) {
    const { auth, request, response } = ctx
    const { preview } = await request.validatePath(previewInUrlValidator)
    const { id: postId, user_id: authorId } = await authorizedPost(ctx)
    const actor = auth.getUserOrFail()
    if (authorId !== actor.id) SilencedException.refuse(actor)
    request.refuseStale(null)
    const ofPost = db.from('post_previews').where({ id: preview, post_id: postId })
    const deleted = await ofPost.delete().returning('id')
    if (deleted.length === 0) throw new NotFoundException('preview')
    response.noContent()
  }
}

async function authorizedPost({ auth, bouncer, request }: HttpContext) {
  const { id } = await request.validatePath(idValidator)
  const post = await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
  await bouncer.with(PostPolicy).authorize('update', post)
  return post
}
