import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveCollection from '#actions/collections/save_collection'
import { shownCollection } from '#queries/collections/find_collection'
import { postsOfCollection } from '#queries/collections/posts_of_collection'
import {
  collectionInUrlValidator,
  listCollectionPostsValidator,
  orderCollectionValidator,
  staffWriteValidator,
} from '#validators/collections'

export default class CollectionPostsController {
  async index({ auth, request, response }: HttpContext) {
    const { collection: slug } = await request.validatePath(collectionInUrlValidator)
    const asked = await request.validateQuery(listCollectionPostsValidator)
    response.sendJson(await postsOfCollection(slug, asked, await auth.use('jwt').viewer()))
  }

  @inject()
  async update({ client, origin, request, response }: HttpContext, save: SaveCollection) {
    const { collection: slug } = await request.validatePath(collectionInUrlValidator)
    const { dry_run: asked, reason } = await request.validateQuery(staffWriteValidator)
    const postIds = await request.validateBody(orderCollectionValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    const change = { slug, reason, origin, dryRun: asked === 'true', client, unlessStale }
    response.sendJson(shownCollection(await save.order(postIds, change)))
  }
}
