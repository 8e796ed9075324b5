import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'

router.get('/', [controllers.Home, 'show']).as('home.show')

router.get('/health/live', [controllers.Health, 'live']).as('health.live')
router.get('/health/ready', [controllers.Health, 'ready']).as('health.ready')
router.get('/metrics', [controllers.Metrics, 'show']).as('metrics.show')

router.get('/problems/:code', [controllers.Problems, 'show']).as('problems.show')

router.get('/openapi.json', [controllers.Documents, 'json']).as('documents.json')
router.get('/openapi.yaml', [controllers.Documents, 'yaml']).as('documents.yaml')
router.get('/docs', [controllers.Documents, 'page']).as('documents.page')
router.get('/docs/:file', [controllers.Documents, 'asset']).as('documents.asset')

/** Reads, open to all; a token adds what is the viewer's own. */
router.get('/posts', [controllers.Posts, 'index']).as('posts.index')
router.get('/posts/:id', [controllers.Posts, 'show']).as('posts.show')
router.get('/posts/:id/comments', [controllers.posts.Comments, 'index']).as('posts.comments.index')
router.get('/comments/:id', [controllers.Comments, 'show']).as('comments.show')

/** Writes that come before there is a session: the only ones without one. */
router
  .post('/users', [controllers.Users, 'store'])
  .as('users.store')
  .use([middleware.body(), middleware.idempotency()])
router
  .post('/login', [controllers.Login, 'store'])
  .as('login.store')
  .use(middleware.body({ form: true }))
router
  .post('/token/refresh', [controllers.Tokens, 'refresh'])
  .as('tokens.refresh')
  .use(middleware.body({ form: true }))

/** What belongs to whoever is signed in. */
router
  .group(() => {
    router.get('/users/me', [controllers.Me, 'show']).as('me.show')
    router.get('/sessions', [controllers.Sessions, 'index']).as('sessions.index')
  })
  .use(middleware.auth())

router.get('/users/:id', [controllers.Users, 'show']).as('users.show')
router.get('/users/:id/posts', [controllers.users.Posts, 'index']).as('users.posts.index')
router.get('/users/:id/comments', [controllers.users.Comments, 'index']).as('users.comments.index')

/** Every other write: by someone signed in, counted. */
router
  .group(() => {
    router.patch('/users/me', [controllers.Me, 'update']).as('me.update')
    router.delete('/users/me', [controllers.Me, 'destroy']).as('me.destroy')
    router.put('/users/me/password', [controllers.Passwords, 'update']).as('passwords.update')

    router.post('/logout', [controllers.Logout, 'store']).as('logout.store')
    router.delete('/sessions/:id', [controllers.Sessions, 'destroy']).as('sessions.destroy')

    router.put('/posts/:id', [controllers.Posts, 'update']).as('posts.replace')
    router.patch('/posts/:id', [controllers.Posts, 'update']).as('posts.update')
    router.delete('/posts/:id', [controllers.Posts, 'destroy']).as('posts.destroy')
    router.post('/votes', [controllers.Votes, 'store']).as('votes.store')
    router.patch('/comments/:id', [controllers.Comments, 'update']).as('comments.update')
    router.delete('/comments/:id', [controllers.Comments, 'destroy']).as('comments.destroy')

    router
      .group(() => {
        router.post('/posts', [controllers.Posts, 'store']).as('posts.store')
        router.post('/comments', [controllers.Comments, 'store']).as('comments.store')
      })
      .use(middleware.idempotency())
  })
  .use([middleware.auth(), middleware.throttle(), middleware.body()])
