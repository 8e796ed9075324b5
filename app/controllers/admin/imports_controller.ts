import type { HttpContext } from '@adonisjs/core/http'
import { listImports, showImport } from '#queries/imports/imports'
import { listImportsValidator, showImportValidator } from '#validators/imports'
import { idValidator } from '#validators/lists'

export default class ImportsController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listImports(await request.validateQuery(listImportsValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showImportValidator)
    response.sendJson(await showImport(id, asked))
  }
}
