import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EraseUser from '#actions/users/erase_user'
import UpdateProfile from '#actions/users/update_profile'
import { confirmPassword } from '#auth/credentials'
import ValidationException from '#exceptions/validation_exception'
import { Limit } from '#limits/limit'
import { throttledConfirmation } from '#limits/login_throttle'
import User from '#models/user'
import { showOwnProfile } from '#queries/users/show_profile'
import { showOwnUserValidator } from '#validators/shows'
import { eraseUserValidator, updateProfileValidator } from '#validators/users'

const emailChanges = new Limit('emailChange')

interface Confirmation extends Pick<HttpContext, 'response'> {
  sessionId: number
  password?: string
}

export default class MeController {
  async show({ auth, request, response }: HttpContext) {
    const asked = await request.validateQuery(showOwnUserValidator)
    response.sendJson(await showOwnProfile(auth.getUserOrFail().id, { asked }))
  }

  @inject()
  async update(ctx: HttpContext, updateProfile: UpdateProfile) {
    const { auth, request, response } = ctx
    const { id, sessionId } = auth.getUserOrFail()
    const fields = await request.validateBody(updateProfileValidator)
    const { display_name: displayName, current_password: password, ...changes } = fields
    const update = () =>
      updateProfile.handle({
        id,
        changes: displayName === undefined ? changes : { ...changes, displayName },
        unlessStale: (revision) => request.refuseStale(revision),
      })

    const user = changes.email === undefined ? null : await User.findOrFail(id)
    const isNewEmail = user !== null && user.email !== changes.email
    await (isNewEmail ? this.#confirmed(user, { sessionId, password, response }, update) : update())
    response.sendJson(await showOwnProfile(id))
  }

  /** A new email needs the password and has its own limit, since the answer reveals taken addresses. */
  async #confirmed(
    user: User,
    { sessionId, password, response }: Confirmation,
    update: () => Promise<User>
  ) {
    if (password === undefined) throw new ValidationException([missingPassword])
    return throttledConfirmation(
      sessionId,
      () => confirmPassword(user, password, '/current_password'),
      async () => {
        for (const [name, value] of Object.entries(await emailChanges.consume(user.id))) {
          response.append(name, value)
        }
        return update()
      }
    )
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, eraseUser: EraseUser) {
    const { id, sessionId } = auth.getUserOrFail()
    const { password } = await request.validateBody(eraseUserValidator)
    const user = await User.findOrFail(id)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await throttledConfirmation(
      sessionId,
      () => confirmPassword(user, password, '/password'),
      () => eraseUser.handle({ id, unlessStale })
    )
    response.noContent()
  }
}

const missingPassword = {
  pointer: '/current_password',
  rule: 'required',
  detail: 'current_password is needed to change the e-mail.',
}
