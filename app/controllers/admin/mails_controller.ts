import type { HttpContext } from '@adonisjs/core/http'
import { listMails, showMail } from '#queries/mails/mails'
import { listMailsValidator, mailInUrlValidator, showMailValidator } from '#validators/mails'

export default class MailsController {
  async index({ request, response }: HttpContext) {
    const options = await request.validateQuery(listMailsValidator)
    response.sendJson(await listMails(options))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(mailInUrlValidator)
    const asked = await request.validateQuery(showMailValidator)
    response.sendJson(await showMail(id, asked))
  }
}
