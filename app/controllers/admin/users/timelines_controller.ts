import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import User from '#models/user'
import { listTimeline } from '#queries/timeline/list_timeline'
import { listTimelineValidator, userValidator } from '#validators/staff'

export default class TimelinesController {
  async index({ auth, request, response }: HttpContext) {
    const { user: reference } = await request.validatePath(userValidator)
    const options = await request.validateQuery(listTimelineValidator)
    const subject = await User.withReference(reference, { withRole: true })
    if (!subject) throw new NotFoundException('user')
    response.sendJson(await listTimeline(subject, auth.getUserOrFail(), options))
  }
}
