import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import { entityTag, isNamedBy } from '#http/entity_tag'
import DataExport from '#models/data_export'
import { idValidator } from '#validators/lists'

export default class FilesController {
  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const found = await DataExport.query().where({ id, userId: auth.getUserOrFail().id }).first()
    if (!found?.isReady) throw new NotFoundException('export')
    const tag = entityTag(`${id} ${found.attempt}`, found.finishedAt!.toJSDate())
    response.header('ETag', tag)
    if (isNamedBy(request.header('if-none-match') ?? '', tag))
      return response.status(304).send(null)
    const day = found.createdAt.toUTC().toISODate()
    response.header('Content-Type', 'application/json; charset=utf-8')
    response.header('Content-Disposition', `attachment; filename="export-${day}.json"`)
    response.header('Content-Length', String(found.size))
    response.stream(Readable.from(found.parts()))
  }
}
