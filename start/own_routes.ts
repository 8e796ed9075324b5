import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'

type Controller = () => Promise<{ default: new (...args: any[]) => object }>

/** The five routes of resources that belong to one user. @param own controllers, by their plural name */
export function ownRoutes(own: Record<string, Controller>) {
  for (const [name, controller] of Object.entries(own)) {
    router
      .group(() => {
        router.get('/', [controller as any, 'index']).as('index')
        router.get('/:id', [controller as any, 'show']).as('show')
      })
      .prefix(name)
      .as(name)
      .use(middleware.auth())

    router
      .group(() => {
        router
          .post('/', [controller as any, 'store'])
          .as('store')
          .use(middleware.idempotency())
        router.patch('/:id', [controller as any, 'update']).as('update')
        router.delete('/:id', [controller as any, 'destroy']).as('destroy')
      })
      .prefix(name)
      .as(name)
      .use([
        middleware.writable(),
        middleware.auth(),
        middleware.terms(),
        middleware.throttle(),
        middleware.body(),
      ])
  }
}
