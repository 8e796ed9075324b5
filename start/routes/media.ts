import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads } from '#start/routes/groups'

/** Another address. */
const notUploads = /^(?!uploads$)/

const scopes = ['posts.publish', 'posts.draft'] as const

signedInReads(() => {
  router.get('/users/me/media', [controllers.Media, 'index']).as('media.index')
})

router.get('/media/files/:name', [controllers.media.Files, 'show']).as('media.files.show')
router.get('/media/names/:name', [controllers.media.Names, 'show']).as('media.names.show')
router.get('/media/:id', [controllers.Media, 'show']).as('media.show').where('id', notUploads)

const guards = () => [
  middleware.writable(),
  middleware.auth(),
  middleware.throttle(),
  middleware.terms(),
  middleware.notSilenced(),
]

/** The body is read as a stream, after all guards. A file is stored once, so an upload needs no idempotency key. */
router
  .post('/media', [controllers.Media, 'store'])
  .as('media.store')
  .use([...guards(), middleware.body({ upload: 'multipart/form-data' })])
  .scopes(...scopes)

const part = 'application/offset+octet-stream'

signedInReads(() => {
  router.get('/media/uploads/:id', [controllers.media.Uploads, 'show']).as('media.uploads.show')
})

/** Uploads in parts: tus 1.0.0. */
router
  .group(() => {
    router
      .post('/media/uploads', [controllers.media.Uploads, 'store'])
      .as('media.uploads.store')
      .use(middleware.body({ upload: part, isOptional: true }))
      .scopes(...scopes)
    router
      .patch('/media/uploads/:id', [controllers.media.Uploads, 'update'])
      .as('media.uploads.update')
      .use(middleware.body({ upload: part }))
      .scopes(...scopes)
  })
  .use(guards())

publicWrites(() => {
  router
    .patch('/media/:id', [controllers.Media, 'update'])
    .as('media.update')
    .where('id', notUploads)
    .scopes(...scopes)
  router
    .delete('/media/uploads/:id', [controllers.media.Uploads, 'destroy'])
    .as('media.uploads.destroy')
    .scopes(...scopes)
  router
    .delete('/media/:id', [controllers.Media, 'destroy'])
    .as('media.destroy')
    .where('id', notUploads)
    .scopes(...scopes)
})
