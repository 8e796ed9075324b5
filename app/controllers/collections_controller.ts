import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveCollection from '#actions/collections/save_collection'
import {
  listCollections,
  showCollection,
  shownCollection,
} from '#queries/collections/find_collection'
import {
  collectionInUrlValidator,
  createCollectionValidator,
  listCollectionsValidator,
  showCollectionValidator,
  staffWriteValidator,
  updateCollectionValidator,
} from '#validators/collections'
import { publicPath } from '#domain/public_path'
import { tagSlug } from '#domain/tag'

export default class CollectionsController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listCollections(await request.validateQuery(listCollectionsValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { collection: slug } = await request.validatePath(collectionInUrlValidator)
    const asked = await request.validateQuery(showCollectionValidator)
    response.sendJson(await showCollection(slug, asked))
  }

  @inject()
  async store(ctx: HttpContext, save: SaveCollection) {
    const { client, origin, request, response } = ctx
    const body = await request.validateBody(createCollectionValidator)
    const { dry_run: dryRun, reason, ...fields } = body
    const slug = fields.slug ?? tagSlug(fields.title)
    const collection = await save.create({ ...fields, slug }, { reason, origin, dryRun, client })

    if (!dryRun) {
      ctx.mentions = [`collection:${collection.id}`]
      response
        .status(201)
        .header('Location', publicPath(`/collections/${encodeURIComponent(slug)}`))
    }
    response.sendJson(shownCollection(collection))
  }

  @inject()
  async update({ client, origin, request, response }: HttpContext, save: SaveCollection) {
    const { collection: slug } = await request.validatePath(collectionInUrlValidator)
    const body = await request.validateBody(updateCollectionValidator)
    const { dry_run: dryRun, reason, ...changes } = body
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const change = { slug, reason, origin, dryRun, client, unlessStale }
    response.sendJson(shownCollection(await save.update(changes, change)))
  }

  @inject()
  async destroy({ client, origin, request, response }: HttpContext, save: SaveCollection) {
    const { collection: slug } = await request.validatePath(collectionInUrlValidator)
    const { dry_run: asked, reason } = await request.validateQuery(staffWriteValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const dryRun = asked === 'true'
    await save.delete({ slug, reason, origin, dryRun, client, unlessStale })
    response.noContent()
  }
}
