import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SignUp from '#actions/users/sign_up'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import User from '#models/user'
import UserPolicy from '#policies/user_policy'
import { documentOf } from '#queries/document'
import { subscriberOf } from '#support/address'
import UserTransformer from '#transformers/user_transformer'
import { idValidator } from '#validators/lists'
import { signUpValidator } from '#validators/users'
import { publicPath } from '#support/public_path'

const signUps = new Limit('signup')

export default class UsersController {
  @inject()
  async store(ctx: HttpContext, signUp: SignUp) {
    const { client, request, response } = ctx
    const { display_name: displayName, ...details } = await request.validateBody(signUpValidator)
    response.headers(await signUps.consume(bucketOf(subscriberOf(request.ip()))))
    const user = await signUp.handle({ ...details, displayName, client })

    ctx.mentions = [`user:${user.id}`]
    response.status(201).header('Location', publicPath(`/users/${user.id}`))
    response.document(documentOf(new UserTransformer(user).withEmail(), user.updatedAt.toJSDate()))
  }

  async show({ auth, bouncer, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    await auth.use('jwt').viewer()
    const user = await User.findOrFail(id)

    const profile = new UserTransformer(user)
    const isPrivate = await bouncer.with(UserPolicy).allows('viewPrivate', user)
    const shown = isPrivate ? profile.withEmail() : profile.toObject()
    response.document(documentOf(shown, user.updatedAt.toJSDate()))
  }
}
