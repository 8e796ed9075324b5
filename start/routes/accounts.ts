import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads, writes, writesWithoutTerms } from '#start/routes/groups'

const givesRole = ({ request }: HttpContext) => request.input('role', null) !== null

signedInReads(() => {
  router.get('/users/me', [controllers.Me, 'show']).as('me.show').withoutFactor()
  router.get('/users/me/sanctions', [controllers.Sanctions, 'index']).as('sanctions.index')
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

writesWithoutTerms(() => {
  router.delete('/users/me', [controllers.Me, 'destroy']).as('me.destroy')
  router.put('/users/me/terms', [controllers.Terms, 'update']).as('terms.update')
  router
    .post('/users/me/exports', [controllers.DataExports, 'store'])
    .as('data_exports.store')
    .use(middleware.stepUp())
})

writes(() => {
  router
    .delete('/users/me/email-change', [controllers.EmailChanges, 'destroy'])
    .as('email_changes.destroy')
  router.delete('/users/me/trash', [controllers.Trash, 'destroy']).as('trash.destroy')
  router
    .post('/reports', [controllers.Reports, 'store'])
    .as('reports.store')
    .use(middleware.idempotency())
    .scopes('comments.write', 'reports.handle')
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
