import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads } from '#start/routes/groups'

const scopes = ['posts.publish', 'posts.draft'] as const

signedInReads(() => {
  router.get('/users/me/media', [controllers.Media, 'index']).as('media.index')
})

router.get('/media/files/:name', [controllers.media.Files, 'show']).as('media.files.show')
router.get('/media/names/:name', [controllers.media.Names, 'show']).as('media.names.show')
router.get('/media/:id', [controllers.Media, 'show']).as('media.show')

/** The body is read as a stream, after all guards. A file is stored once, so an upload needs no idempotency key. */
router
  .post('/media', [controllers.Media, 'store'])
  .as('media.store')
  .use([
    middleware.writable(),
    middleware.auth(),
    middleware.throttle(),
    middleware.terms(),
    middleware.notSilenced(),
    middleware.body({ upload: true }),
  ])
  .scopes(...scopes)

publicWrites(() => {
  router
    .patch('/media/:id', [controllers.Media, 'update'])
    .as('media.update')
    .scopes(...scopes)
  router
    .delete('/media/:id', [controllers.Media, 'destroy'])
    .as('media.destroy')
    .scopes(...scopes)
})
