import router from '@adonisjs/core/services/router'
import { issuerName } from '#domain/oidc'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { signedInReads, writes } from '#start/routes/groups'

router.get('/login', [controllers.login.Methods, 'show']).as('login.methods.show')
router
  .group(() => {
    router.get('/', [controllers.login.Issuers, 'show']).as('issuers.show')
    router.get('/callback', [controllers.login.Callbacks, 'show']).as('callbacks.show')
    router
      .post('/', [controllers.login.Issuers, 'store'])
      .as('issuers.store')
      .use(middleware.body())
    router
      .post('/link', [controllers.login.Links, 'store'])
      .as('links.store')
      .use(middleware.body())
  })
  .prefix('/login/:issuer')
  .where('issuer', issuerName)
  .as('login')
  .use(middleware.writable())

signedInReads(() => {
  router
    .get('/users/me/identities', [controllers.Identities, 'index'])
    .as('identities.index')
    .needsSession()
    .withoutFactor()
})

writes(() => {
  router
    .delete('/users/me/identities/:id', [controllers.Identities, 'destroy'])
    .as('identities.destroy')
    .use(middleware.stepUp())
    .withoutFactor()
})
