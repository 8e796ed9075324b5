import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { signedInReads, writes, writesWithoutTerms } from '#start/routes/groups'

signedInReads(() => {
  router
    .get('/users/me/second-factors', [controllers.SecondFactors, 'show'])
    .as('second_factors.show')
    .use(middleware.noStore())
    .needsSession()
    .withoutFactor()
  router
    .get('/users/me/security-events', [controllers.SecurityEvents, 'index'])
    .as('security_events.index')
    .needsSession()
    .withoutFactor()
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
})

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
})

writes(() => {
  router.put('/users/me/password', [controllers.Passwords, 'update']).as('passwords.update')
  router
    .post('/tokens', [controllers.PersonalTokens, 'store'])
    .as('personal_tokens.store')
    .use([middleware.noStore(), middleware.stepUp(), middleware.idempotency()])
})
