import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { staffWrite } from '#start/routes/groups'

router.get('/tags', [controllers.Tags, 'index']).as('tags.index').fast()
router.get('/tags/:tag', [controllers.Tags, 'show']).as('tags.show')
router.get('/collections', [controllers.Collections, 'index']).as('collections.index')
router.get('/collections/:collection', [controllers.Collections, 'show']).as('collections.show')
router
  .get('/collections/:collection/posts', [controllers.collections.Posts, 'index'])
  .as('collections.posts.index')
router.get('/types', [controllers.Types, 'index']).as('types.index')
router.get('/types/:type', [controllers.Types, 'show']).as('types.show')

/** Each of these writes leaves an audit entry. */
router
  .group(() => {
    router
      .post('/tags', [controllers.Tags, 'store'])
      .as('tags.store')
      .use([...staffWrite('tags.manage'), middleware.idempotency()])
    router
      .patch('/tags/:tag', [controllers.Tags, 'update'])
      .as('tags.update')
      .use(staffWrite('tags.manage'))
    router
      .delete('/tags/:tag', [controllers.Tags, 'destroy'])
      .as('tags.destroy')
      .use(staffWrite('tags.manage'))
    router
      .post('/collections', [controllers.Collections, 'store'])
      .as('collections.store')
      .use([...staffWrite('collections.manage'), middleware.idempotency()])
    router
      .patch('/collections/:collection', [controllers.Collections, 'update'])
      .as('collections.update')
      .use(staffWrite('collections.manage'))
    router
      .delete('/collections/:collection', [controllers.Collections, 'destroy'])
      .as('collections.destroy')
      .use(staffWrite('collections.manage'))
    router
      .put('/collections/:collection/posts', [controllers.collections.Posts, 'update'])
      .as('collections.posts.update')
      .use(staffWrite('collections.manage'))
    router
      .put('/types/:type', [controllers.Types, 'update'])
      .as('types.update')
      .use(staffWrite('types.manage'))
    router
      .delete('/types/:type', [controllers.Types, 'destroy'])
      .as('types.destroy')
      .use(staffWrite('types.manage'))
  })
  .use([middleware.writable(), middleware.auth()])
