import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SetPublication, { type Publication } from '#actions/posts/set_publication'
import PostPolicy from '#policies/post_policy'
import { findVisiblePost } from '#queries/posts/find_post'
import { showPublication } from '#queries/posts/show_publication'
import { idValidator } from '#validators/lists'
import { publishedContentValidator } from '#validators/posts'
import { deletePublicationValidator, publicationValidator } from '#validators/publications'

@inject()
export default class PublicationsController {
  constructor(private setPublication: SetPublication) {}

  async update(ctx: HttpContext) {
    const { auth, request, response } = ctx
    const id = await this.#authorizedId(ctx, 'publish')
    const fields = await request.validateBody(publicationValidator)
    const { at, until, time_zone: timeZone, on_missed: onMissed, force, dry_run: dryRun } = fields
    await this.#set(ctx, { id, publication: { at, until, timeZone, onMissed }, force, dryRun })
    response.sendJson(await showPublication(id, auth.getUserOrFail()))
  }

  async destroy(ctx: HttpContext) {
    const { dry_run: dryRun } = await ctx.request.validateQuery(deletePublicationValidator)
    const id = await this.#authorizedId(ctx, 'update')
    await this.#set(ctx, { id, publication: null, dryRun: dryRun === 'true' })
    ctx.response.noContent()
  }

  async #authorizedId({ auth, bouncer, request }: HttpContext, act: 'update' | 'publish') {
    const { id } = await request.validatePath(idValidator)
    const post = await findVisiblePost(id, auth.getUserOrFail())
    await bouncer.with(PostPolicy).authorize('update', post)
    if (act === 'publish') await bouncer.with(PostPolicy).authorize('publish', post)
    return id
  }

  #set(
    ctx: HttpContext,
    asked: { id: number; publication: Publication | null; force?: boolean; dryRun?: boolean }
  ) {
    const { auth, origin, request } = ctx
    const refuseUnfinished = (given: object) =>
      publishedContentValidator.validate(given, { meta: { ctx } })
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    return this.setPublication.handle({
      ...asked,
      actor: auth.getUserOrFail(),
      origin,
      refuseUnfinished,
      unlessStale,
    })
  }
}
