import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads, writes, writesWithoutTerms } from '#start/routes/groups'

const givesRole = ({ request }: HttpContext) => request.input('role', null) !== null

/** The only writes without a session. */
router
  .post('/users', [controllers.Users, 'store'])
  .as('users.store')
  .use([middleware.writable(), middleware.body(), middleware.idempotency()])
router
  .post('/login', [controllers.Login, 'store'])
  .as('login.store')
  .use([middleware.writable(), middleware.body({ form: true })])
router
  .post('/login/second-factor', [controllers.login.SecondFactors, 'store'])
  .as('login.second_factors.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/login/passkey/options', [controllers.login.PasskeyOptions, 'store'])
  .as('login.passkey_options.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/login/passkey', [controllers.login.Passkeys, 'store'])
  .as('login.passkeys.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/token/refresh', [controllers.Tokens, 'refresh'])
  .as('tokens.refresh')
  .use([middleware.writable(), middleware.body({ form: true })])

router
  .post('/email-confirmations', [controllers.EmailConfirmations, 'store'])
  .as('email_confirmations.store')
  .use([middleware.writable(), middleware.body(), middleware.noStore()])
router
  .post('/email-confirmations/resend', [controllers.emailConfirmations.Requests, 'store'])
  .as('email_confirmations.requests.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/email-changes/undo', [controllers.emailChanges.Undos, 'store'])
  .as('email_changes.undos.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/hooks/bounces', [controllers.Bounces, 'store'])
  .as('bounces.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/password-resets', [controllers.PasswordResets, 'store'])
  .as('password_resets.store')
  .use([middleware.writable(), middleware.body()])
router
  .post('/password-resets/confirm', [controllers.passwordResets.Confirmations, 'store'])
  .as('password_resets.confirmations.store')
  .use([middleware.writable(), middleware.body()])
router.get('/account/:page', [controllers.account.Pages, 'show']).as('account.pages.show')

/** The only routes that read a cookie. A session ends in read-only mode too. */
router
  .group(() => {
    router
      .post('/', [controllers.studio.Sessions, 'store'])
      .as('store')
      .use([middleware.writable(), middleware.sameOrigin(), middleware.body({ form: true })])
    router
      .put('/', [controllers.studio.Sessions, 'update'])
      .as('update')
      .use([middleware.writable(), middleware.sameOrigin(), middleware.body()])
    router
      .delete('/', [controllers.studio.Sessions, 'destroy'])
      .as('destroy')
      .use([middleware.sameOrigin(), middleware.body()])
  })
  .prefix('/studio/session')
  .as('studio.sessions')
  .use(middleware.noStore())

signedInReads(() => {
  router.get('/users/me', [controllers.Me, 'show']).as('me.show').withoutFactor()
  router
    .get('/users/me/second-factors', [controllers.SecondFactors, 'show'])
    .as('second_factors.show')
    .use(middleware.noStore())
    .needsSession()
    .withoutFactor()
  router.get('/users/me/sanctions', [controllers.Sanctions, 'index']).as('sanctions.index')
  router
    .get('/users/me/security-events', [controllers.SecurityEvents, 'index'])
    .as('security_events.index')
    .needsSession()
    .withoutFactor()
  router
    .get('/users/me/exports', [controllers.DataExports, 'index'])
    .as('data_exports.index')
    .needsSession()
  router
    .get('/users/me/exports/:id/file', [controllers.dataExports.Files, 'show'])
    .as('data_exports.files.show')
    .needsSession()
    .use(middleware.noStore())
  router.get('/users/me/trash', [controllers.Trash, 'index']).as('trash.index')
  router
    .get('/users/me/trash/comments', [controllers.trash.Comments, 'index'])
    .as('trash.comments.index')
  router
    .get('/sessions', [controllers.Sessions, 'index'])
    .as('sessions.index')
    .needsSession()
    .withoutFactor()
  router
    .get('/tokens', [controllers.PersonalTokens, 'index'])
    .as('personal_tokens.index')
    .needsSession()
    .withoutFactor()
  router
    .get('/passkeys', [controllers.Passkeys, 'index'])
    .as('passkeys.index')
    .needsSession()
    .withoutFactor()
  router.get('/invites', [controllers.Invites, 'index']).as('invites.index')
  router.get('/reports/:id', [controllers.Reports, 'show']).as('reports.show')
})

/** After `/users/me`, which this pattern matches too. */
router.get('/users', [controllers.Users, 'index']).as('users.index').fast()
router.get('/users/:user', [controllers.Users, 'show']).as('users.show')
router.get('/users/:user/posts', [controllers.users.Posts, 'index']).as('users.posts.index').fast()
router
  .get('/users/:user/comments', [controllers.users.Comments, 'index'])
  .as('users.comments.index')
  .fast()

/** Ending a session or a token is never rate-limited, and works in read-only mode. */
router
  .group(() => {
    router.post('/logout', [controllers.Logout, 'store']).as('logout.store').withoutFactor()
    router
      .delete('/sessions/:id', [controllers.Sessions, 'destroy'])
      .as('sessions.destroy')
      .withoutFactor()
    router
      .delete('/tokens/:id', [controllers.PersonalTokens, 'destroy'])
      .as('personal_tokens.destroy')
      .use(middleware.stepUp())
      .withoutFactor()
  })
  .use([middleware.auth(), middleware.body()])

writesWithoutTerms(() => {
  router
    .post('/sessions/current/step-up', [controllers.sessions.StepUps, 'store'])
    .as('sessions.step_ups.store')
    .withoutFactor()
  router
    .post('/users/me/totp', [controllers.Totp, 'store'])
    .as('totp.store')
    .use([middleware.noStore(), middleware.stepUp()])
    .withoutFactor()
  router
    .put('/users/me/totp', [controllers.Totp, 'update'])
    .as('totp.update')
    .use([middleware.noStore(), middleware.stepUp()])
    .withoutFactor()
  router
    .delete('/users/me/totp', [controllers.Totp, 'destroy'])
    .as('totp.destroy')
    .use(middleware.stepUp())
    .withoutFactor()
  router
    .post('/users/me/recovery-codes', [controllers.RecoveryCodes, 'store'])
    .as('recovery_codes.store')
    .use([middleware.noStore(), middleware.stepUp()])
    .withoutFactor()
  router
    .post('/passkeys/options', [controllers.passkeys.Options, 'store'])
    .as('passkeys.options.store')
    .use([middleware.noStore(), middleware.stepUp()])
    .withoutFactor()
  router
    .post('/passkeys', [controllers.Passkeys, 'store'])
    .as('passkeys.store')
    .use([middleware.noStore(), middleware.stepUp()])
    .withoutFactor()
  router
    .patch('/passkeys/:id', [controllers.Passkeys, 'update'])
    .as('passkeys.update')
    // `options` takes POST alone: 405.
    .where('id', /^(?!options$)/)
    .withoutFactor()
  router
    .delete('/passkeys/:id', [controllers.Passkeys, 'destroy'])
    .as('passkeys.destroy')
    .where('id', /^(?!options$)/)
    .use(middleware.stepUp())
    .withoutFactor()
  router.delete('/users/me', [controllers.Me, 'destroy']).as('me.destroy')
  router.put('/users/me/terms', [controllers.Terms, 'update']).as('terms.update')
  router
    .post('/users/me/exports', [controllers.DataExports, 'store'])
    .as('data_exports.store')
    .use(middleware.stepUp())
})

writes(() => {
  router.put('/users/me/password', [controllers.Passwords, 'update']).as('passwords.update')
  router.delete('/users/me/trash', [controllers.Trash, 'destroy']).as('trash.destroy')
  router
    .post('/reports', [controllers.Reports, 'store'])
    .as('reports.store')
    .use(middleware.idempotency())
    .scopes('comments.write', 'reports.handle')
  router
    .post('/tokens', [controllers.PersonalTokens, 'store'])
    .as('personal_tokens.store')
    .use([middleware.noStore(), middleware.stepUp(), middleware.idempotency()])
  router
    .delete('/invites/:id', [controllers.Invites, 'destroy'])
    .as('invites.destroy')
    .scopes('invites.create')
})

publicWrites(() => {
  router
    .post('/invites', [controllers.Invites, 'store'])
    .as('invites.store')
    .use([
      middleware.permission('invites.create'),
      middleware.noStore(),
      middleware.stepUp(givesRole),
      middleware.idempotency(),
    ])
  router.patch('/users/me', [controllers.Me, 'update']).as('me.update')
})
