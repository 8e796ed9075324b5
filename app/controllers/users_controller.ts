import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SignUp from '#actions/users/sign_up'
import { fastRead } from '#http/fast_reads'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import UserPolicy from '#policies/user_policy'
import { searchUsers } from '#queries/users/search_users'
import { showOwnProfile, showProfile } from '#queries/users/show_profile'
import { idNamed } from '#queries/users/user_named'
import { subscriberOf } from '#http/client_address'
import { searchUsersValidator, userInUrlValidator } from '#validators/lists'
import { signUpValidator } from '#validators/users'
import { showUserValidator } from '#validators/shows'
import { publicPath } from '#domain/public_path'

const signUps = new Limit('signup')

export default class UsersController {
  @inject()
  async store(ctx: HttpContext, signUp: SignUp) {
    const { client, request, response } = ctx
    const { display_name: displayName, ...details } = await request.validateBody(signUpValidator)
    response.headers(await signUps.consume(bucketOf(subscriberOf(request.ip()))))
    const { id } = await signUp.handle({ ...details, displayName, client })

    ctx.mentions = [`user:${id}`]
    response.status(201).header('Location', publicPath(`/users/${id}`))
    response.sendJson(await showOwnProfile(id, { client }))
  }

  index = fastRead({ query: searchUsersValidator }, ({ query }) => searchUsers(query))

  async show({ auth, bouncer, request, response }: HttpContext) {
    const { user: reference } = await request.validatePath(userInUrlValidator)
    const asked = await request.validateQuery(showUserValidator)
    const id = await idNamed(reference, await auth.use('jwt').viewer())
    const isPrivate = await bouncer.with(UserPolicy).allows('viewPrivate', { id })
    response.sendJson(
      await (isPrivate ? showOwnProfile(id, { asked }) : showProfile(id, { asked }))
    )
  }
}
