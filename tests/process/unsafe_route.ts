import { createIgnitor } from '../../bin/ignitor.js'

// A program for fast_routes.spec.ts: a server with a guarded route that is declared fast.
await createIgnitor(async () => {})
  .tap((app) =>
    app.starting(async () => {
      const { default: router } = await import('@adonisjs/core/services/router')
      const { middleware } = await import('#start/kernel')
      const { default: Posts } = await import('#controllers/posts_controller')
      router
        .group(() => router.get('/mine', [Posts, 'index']).as('mine.index').fast())
        .use(middleware.auth())
    })
  )
  .httpServer()
  .start()
