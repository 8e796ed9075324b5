import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EraseUser from '#actions/users/erase_user'
import UpdateProfile from '#actions/users/update_profile'
import { confirmPassword } from '#auth/credentials'
import { throttled } from '#limits/login_throttle'
import User from '#models/user'
import { documentOf } from '#queries/document'
import UserTransformer from '#transformers/user_transformer'
import { eraseUserValidator, updateProfileValidator } from '#validators/users'

export default class MeController {
  async show({ auth, response }: HttpContext) {
    const user = await User.findOrFail(auth.getUserOrFail().id)
    response.document(profileOf(user))
  }

  @inject()
  async update({ auth, request, response }: HttpContext, updateProfile: UpdateProfile) {
    const { display_name: displayName, ...changes } =
      await request.validateBody(updateProfileValidator)
    const user = await updateProfile.handle({
      id: auth.getUserOrFail().id,
      changes: displayName === undefined ? changes : { ...changes, displayName },
      unlessStale: (revision) => request.refuseStale(revision),
    })
    response.document(profileOf(user))
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, eraseUser: EraseUser) {
    const { password } = await request.validateBody(eraseUserValidator)
    const user = await User.findOrFail(auth.getUserOrFail().id)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await throttled(
      { user, address: request.ip() },
      () => confirmPassword(user, password, '/password'),
      () => eraseUser.handle({ id: user.id, unlessStale })
    )
    response.noContent()
  }
}

const profileOf = (user: User) =>
  documentOf(new UserTransformer(user).withEmail(), user.updatedAt.toJSDate())
