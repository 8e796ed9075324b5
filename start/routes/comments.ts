import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads, writes } from '#start/routes/groups'

router.get('/comments/:id', [controllers.Comments, 'show']).as('comments.show').fast()

signedInReads(() => {
  router.get('/users/me/votes', [controllers.Votes, 'index']).as('votes.index')
})

writes(() => {
  router
    .delete('/comments/:id', [controllers.Comments, 'destroy'])
    .as('comments.destroy')
    .scopes('comments.write', 'comments.remove')
})

publicWrites(() => {
  router
    .post('/votes', [controllers.Votes, 'store'])
    .as('votes.store')
    .use(middleware.permission('votes.cast'))
  router
    .patch('/comments/:id', [controllers.Comments, 'update'])
    .as('comments.update')
    .use(middleware.permission('comments.write'))
  router
    .post('/comments', [controllers.Comments, 'store'])
    .as('comments.store')
    .use([middleware.permission('comments.write'), middleware.idempotency()])
})
