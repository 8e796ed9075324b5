import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RetryJob from '#actions/jobs/retry_job'
import { showMail } from '#queries/mails/mails'
import { mailInUrlValidator } from '#validators/mails'

export default class RetriesController {
  @inject()
  async store({ origin, request, response }: HttpContext, retryJob: RetryJob) {
    const { id } = await request.validatePath(mailInUrlValidator)
    await showMail(id)
    await retryJob.handle({ id, origin })
    response.sendJson(await showMail(id))
  }
}
