import { inject } from '@adonisjs/core'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import EraseUser from '#actions/users/erase_user'
import type { NewEmail } from '#actions/users/exchange_email'
import UpdateProfile from '#actions/users/update_profile'
import { confirmPassword, confirmWithoutPassword } from '#auth/credentials'
import { isSignInFresh, refuseStaleFactor } from '#auth/fresh_sign_in'
import { confirmSecondFactor } from '#auth/second_factor'
import ValidationException from '#exceptions/validation_exception'
import { sourceOf } from '#http/source'
import { Limit } from '#limits/limit'
import { throttledConfirmation } from '#limits/login_throttle'
import { countMailTo } from '#limits/mail_requests'
import { refuseWithoutMail, sendsMails } from '#mail/availability'
import { throttledFactor } from '#limits/second_factor_limit'
import User from '#models/user'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { attributesOf } from '#resources/definition/columns'
import { showOwnProfile } from '#queries/users/show_profile'
import type { VerificationMode } from '#domain/signup'
import { showOwnUserValidator } from '#validators/shows'
import { eraseUserValidator, updateProfileValidator } from '#validators/users'

const emailChanges = new Limit('emailChange')

interface Asked extends Pick<HttpContext, 'auth' | 'response'> {
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
    const { id } = auth.getUserOrFail()
    const fields = await request.validateBody(updateProfileValidator)
    const { current_password: password, email, avatar, header, ...texts } = fields
    const changes = attributesOf({ ...texts, avatar_id: avatar, header_id: header })
    const update = (newEmail?: NewEmail & { confirmed: Confirmation }) =>
      updateProfile.handle({
        id,
        newEmail,
        source: sourceOf(request),
        changes,
        unlessStale: (revision) => request.refuseStale(revision),
      })

    const isNewEmail = email !== undefined && email !== (await User.findOrFail(id)).email
    const verification = config.get<VerificationMode>('accounts.verifyEmail')
    if (isNewEmail && verification === 'required') refuseWithoutMail()
    const waits = isNewEmail && verification !== 'off' && sendsMails()
    await (isNewEmail
      ? this.#confirmed({ auth, password, response }, async (confirmed) => {
          if (waits) await countMailTo(email)
          return update({ email, waits, confirmed, source: sourceOf(request) })
        })
      : update())
    if (!waits) return response.sendJson(await showOwnProfile(id))
    response.status(202).sendJson(await showOwnProfile(id, { asked: { include: 'new_email' } }))
  }

  /** A new email needs the password and has its own limit, since an answer may reveal taken addresses. */
  async #confirmed(
    { auth, password, response }: Asked,
    update: (confirmed: Confirmation) => Promise<User>
  ) {
    if (password === undefined) throw new ValidationException([missingPassword])
    const account = auth.getUserOrFail()
    const { sessionId } = account
    return throttledConfirmation(
      sessionId,
      () => confirmPassword(sessionId, password, '/current_password'),
      async (confirmed) => {
        await refuseStaleFactor(account, confirmed)
        for (const [name, value] of Object.entries(await emailChanges.consume(confirmed.id))) {
          response.append(name, value)
        }
        return update(confirmed)
      }
    )
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, eraseUser: EraseUser) {
    const account = auth.getUserOrFail()
    const { sessionId } = account
    const { password, code } = await request.validateBody(eraseUserValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await throttledConfirmation(
      sessionId,
      () =>
        password === undefined
          ? confirmWithoutPassword(account, '/password')
          : confirmPassword(sessionId, password, '/password'),
      async (confirmed) => {
        if (!(await isSignInFresh(account))) {
          await throttledFactor(confirmed, () => confirmSecondFactor(confirmed, code))
        }
        await eraseUser.handle({ confirmed, unlessStale })
      }
    )
    response.noContent()
  }
}

const missingPassword = {
  pointer: '/current_password',
  rule: 'required',
  detail: 'current_password is needed to change the e-mail.',
}
