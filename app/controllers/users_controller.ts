import { inject } from '@adonisjs/core'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import Apply from '#actions/applications/apply'
import BeginSignUp from '#actions/users/begin_sign_up'
import SignUp from '#actions/users/sign_up'
import { refuseLocalLogin } from '#auth/issuers'
import InviteNeededException from '#exceptions/invite_needed_exception'
import SignupClosedException from '#exceptions/signup_closed_exception'
import { fastRead } from '#http/fast_reads'
import { preferredLanguage } from '#http/preferred_language'
import { bucketOf } from '#limits/bucket'
import { Limit } from '#limits/limit'
import { countMailTo } from '#limits/mail_requests'
import { refuseWithoutMail } from '#mail/availability'
import UserPolicy from '#policies/user_policy'
import { openInvite } from '#queries/invites/open_invite'
import { searchUsers } from '#queries/users/search_users'
import { showOwnProfile, showProfile } from '#queries/users/show_profile'
import { idNamed } from '#queries/users/user_named'
import { subscriberOf } from '#http/client_address'
import { searchUsersValidator, userInUrlValidator } from '#validators/lists'
import { signUpValidator } from '#validators/users'
import { showUserValidator } from '#validators/shows'
import { publicPath } from '#domain/public_path'
import type { SignupMode, VerificationMode } from '#domain/signup'

const signUps = new Limit('signup')

export default class UsersController {
  @inject()
  async store(ctx: HttpContext, signUp: SignUp, beginSignUp: BeginSignUp, apply: Apply) {
    const { client, request, response } = ctx
    const fields = await request.validateBody(signUpValidator)
    refuseLocalLogin(request)
    refuseByMode(fields.invite)
    const { display_name: displayName, language = preferredLanguage(request), ...rest } = fields
    const { invite: token, application: text, accepted_terms: terms, ...details } = rest
    const acceptedTerms = acceptedIn(terms)
    const account = { ...details, displayName, language, acceptedTerms, client }
    const verification = config.get<VerificationMode>('accounts.verifyEmail')
    if (verification === 'required') refuseWithoutMail()
    response.headers(await signUps.consume(bucketOf(subscriberOf(request.ip()))))

    const { email } = fields
    const address = request.ip()
    const invite = token === undefined ? null : await openInvite({ token }, { email, client })
    const application = invite ? undefined : applicationIn(text)
    if (verification === 'required' && !invite?.email) {
      await countMailTo(email)
      const inviteId = invite?.id ?? null
      await beginSignUp.handle({ ...account, inviteId, application, address })
      return accept(ctx, 'confirm_email')
    }
    if (application !== undefined) {
      await apply.handle({ ...account, application, address })
      return accept(ctx, 'waits_for_approval')
    }
    const confirms = verification === 'optional'
    const { id } = await signUp.handle({ ...account, invite: token, confirms })
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

/** @throws SignupClosedException, InviteNeededException */
function refuseByMode(invite: string | undefined): void {
  const mode = config.get<SignupMode>('accounts.signup')
  if (mode === 'closed') throw new SignupClosedException()
  if (mode === 'invite' && invite === undefined) throw new InviteNeededException()
}

/** Undefined unless staff must approve a sign-up. */
const applicationIn = (text: string | undefined) =>
  config.get<SignupMode>('accounts.signup') === 'approval' ? text : undefined

/** Without terms, no version is kept. */
const acceptedIn = (version: string | undefined): string | null =>
  config.get('accounts.termsVersion') === undefined ? null : (version ?? null)

function accept(ctx: HttpContext, status: string) {
  // Neither an account nor an e-mail is in the answer.
  ctx.mentions = []
  ctx.response.status(202).send({ status })
}
