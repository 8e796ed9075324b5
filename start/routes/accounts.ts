import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads, writes, writesWithoutTerms } from '#start/routes/groups'

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
  router.get('/users/me', [controllers.Me, 'show']).as('me.show')
  router.get('/users/me/sanctions', [controllers.Sanctions, 'index']).as('sanctions.index')
  router
    .get('/users/me/security-events', [controllers.SecurityEvents, 'index'])
    .as('security_events.index')
    .needsSession()
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
  router.get('/sessions', [controllers.Sessions, 'index']).as('sessions.index').needsSession()
  router
    .get('/tokens', [controllers.PersonalTokens, 'index'])
    .as('personal_tokens.index')
    .needsSession()
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
    router.post('/logout', [controllers.Logout, 'store']).as('logout.store')
    router.delete('/sessions/:id', [controllers.Sessions, 'destroy']).as('sessions.destroy')
    router
      .delete('/tokens/:id', [controllers.PersonalTokens, 'destroy'])
      .as('personal_tokens.destroy')
  })
  .use([middleware.auth(), middleware.body()])

writesWithoutTerms(() => {
  router.delete('/users/me', [controllers.Me, 'destroy']).as('me.destroy')
  router.put('/users/me/terms', [controllers.Terms, 'update']).as('terms.update')
  router.post('/users/me/exports', [controllers.DataExports, 'store']).as('data_exports.store')
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
    .use([middleware.noStore(), middleware.idempotency()])
  router
    .delete('/invites/:id', [controllers.Invites, 'destroy'])
    .as('invites.destroy')
    .scopes('invites.create')
})

publicWrites(() => {
  router
    .post('/invites', [controllers.Invites, 'store'])
    .as('invites.store')
    .use([middleware.permission('invites.create'), middleware.noStore(), middleware.idempotency()])
  router.patch('/users/me', [controllers.Me, 'update']).as('me.update')
})
