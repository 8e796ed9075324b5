import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateTag from '#actions/tags/create_tag'
import DeleteTag from '#actions/tags/delete_tag'
import UpdateTag from '#actions/tags/update_tag'
import { fastRead } from '#http/fast_reads'
import { findTag, shownTag } from '#queries/tags/find_tag'
import { listTags } from '#queries/tags/list_tags'
import {
  createTagValidator,
  deleteTagValidator,
  listTagsValidator,
  showTagValidator,
  tagInUrlValidator,
  updateTagValidator,
} from '#validators/tags'
import { publicPath } from '#domain/public_path'

export default class TagsController {
  index = fastRead({ query: listTagsValidator }, ({ query }, viewer) => listTags(query, viewer))

  async show({ auth, request, response }: HttpContext) {
    const { tag: slug } = await request.validatePath(tagInUrlValidator)
    const asked = await request.validateQuery(showTagValidator)
    const found = await findTag(slug, await auth.use('jwt').viewer(), asked)
    if ('body' in found) return response.sendJson(found)
    response.status(308).header('Location', addressOf(found.successor))
  }

  @inject()
  async store(ctx: HttpContext, createTag: CreateTag) {
    const { client, origin, request, response } = ctx
    const fields = await request.validateBody(createTagValidator)
    const { dry_run: dryRun, reason, ...rest } = fields
    const tag = await createTag.handle({ fields: rest, reason, origin, dryRun, client })

    if (!dryRun) {
      ctx.mentions = [`tag:${tag.id}`]
      response.status(201).header('Location', addressOf(tag.slug!))
    }
    response.sendJson(shownTag(tag))
  }

  @inject()
  async update({ origin, request, response }: HttpContext, updateTag: UpdateTag) {
    const { tag: slug } = await request.validatePath(tagInUrlValidator)
    const { dry_run: dryRun, reason, ...changes } = await request.validateBody(updateTagValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const input = { slug, changes, reason, origin, dryRun, unlessStale }
    response.sendJson(shownTag(await updateTag.handle(input)))
  }

  @inject()
  async destroy({ origin, request, response }: HttpContext, deleteTag: DeleteTag) {
    const { tag: slug } = await request.validatePath(tagInUrlValidator)
    const { dry_run: asked, ...options } = await request.validateQuery(deleteTagValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await deleteTag.handle({ slug, ...options, origin, dryRun: asked === 'true', unlessStale })
    response.noContent()
  }
}

const addressOf = (slug: string) => publicPath(`/tags/${encodeURIComponent(slug)}`)
