import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

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
router
  .get('/unsubscribes/:token', [controllers.Unsubscribes, 'show'])
  .as('unsubscribes.show')
  .use(middleware.noStore())
router
  .post('/unsubscribes/:token', [controllers.Unsubscribes, 'store'])
  .as('unsubscribes.store')
  .use([middleware.writable(), middleware.body({ form: true })])
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
