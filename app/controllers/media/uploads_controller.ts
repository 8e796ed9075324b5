import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import AbandonUpload from '#actions/media/abandon_upload'
import BeginUpload from '#actions/media/begin_upload'
import FinishUpload from '#actions/media/finish_upload'
import { answerTus } from '#controllers/media/tus'
import { checksumOf, refuseOtherVersion, refuseUnreadable } from '#http/tus_headers'
import { localOperatorOf } from '#http/local_operator'
import { Limit } from '#limits/limit'
import { UploadStore } from '#media/resumable/upload_store'
import { findUpload } from '#queries/media/find_upload'
import { idValidator } from '#validators/lists'

const uploads = new Limit('upload')

/** Uploads in parts: tus 1.0.0. */
@inject()
export default class UploadsController {
  constructor(
    private beginUpload: BeginUpload,
    private finishUpload: FinishUpload,
    private abandonUpload: AbandonUpload
  ) {}

  async store(ctx: HttpContext) {
    const { auth, request, response } = ctx
    const { id: userId } = auth.getUserOrFail()
    refuseOtherVersion(request)
    refuseUnreadable(request)
    if (!localOperatorOf(request.request)) response.headers(await uploads.consume(userId))
    await answerTus(ctx, {
      store: this.#storeOf(ctx),
      begin: (upload) => this.beginUpload.handle({ userId, ...upload }),
    })
  }

  /** HEAD in tus. */
  show(ctx: HttpContext) {
    return this.#answer(ctx)
  }

  update(ctx: HttpContext) {
    ctx.request.refuseStale(null)
    return this.#answer(ctx)
  }

  destroy(ctx: HttpContext) {
    ctx.request.refuseStale(null)
    return this.#answer(ctx)
  }

  async #answer(ctx: HttpContext) {
    const { id } = await ctx.request.validatePath(idValidator)
    refuseOtherVersion(ctx.request)
    await answerTus(ctx, { id, store: this.#storeOf(ctx) })
  }

  #storeOf({ auth, request }: HttpContext): UploadStore {
    const { id: userId } = auth.getUserOrFail()
    return new UploadStore(
      {
        find: (id) => findUpload(id, userId),
        finish: (upload) => this.finishUpload.handle({ userId, ...upload }),
        abandon: (id) => this.abandonUpload.handle({ id, userId }),
      },
      checksumOf(request)
    )
  }
}
