import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { isOpenWithoutFactor, tokenAccessOf, type TokenAccess } from '#http/token_access'

export interface Route {
  name: string
  path: string
  method: string
  middleware: Map<string, unknown>
  needsToken: boolean
  /** The scopes for a personal token. */
  tokenAccess: TokenAccess
  isOpenWithoutFactor: boolean
  parameters: string[]
}

interface Skeleton {
  paths: Record<string, Record<string, { parameters: { name: string }[]; security: object[] }>>
}

/** Every route, by name. The schemas and responses of adonis-autoswagger are guesses, so Plaza's own replace them. */
export async function readRoutes(): Promise<Map<string, Route>> {
  router.commit()
  // All addresses under a wildcard show the same page, and routes of development are no part of the API.
  const isPublic = ({ name = '', pattern }: { name?: string; pattern: string }) =>
    !pattern.includes('*') && !name.startsWith('dev.')
  const root = router.toJSON().root.filter(isPublic)
  const { paths } = await skeleton(root)

  return new Map(
    root.map((declared) => {
      const { name = '', pattern, methods, middleware } = declared
      const path = pattern.replace(/:(\w+)/g, '{$1}')
      const method = methods[0].toLowerCase()
      const { parameters, security } = paths[path][method]
      const route: Route = {
        name,
        path,
        method,
        middleware: new Map([...middleware.all()].flatMap((one) => named(one))),
        needsToken: security.length > 0,
        tokenAccess: tokenAccessOf(declared),
        isOpenWithoutFactor: isOpenWithoutFactor(declared),
        parameters: parameters.map((parameter) => parameter.name),
      }
      return [name, route]
    })
  )
}

/** Production lacks adonis-autoswagger. */
async function skeleton(routes: object[]): Promise<Skeleton> {
  const { default: autoSwagger } = await import('adonis-autoswagger')
  const withoutGuesses = Object.assign(Object.create(autoSwagger.default), {
    getSchemas: async () => ({}),
  })
  // Copies, as it changes its input; without controllers, as it would read their sources.
  const copies = routes.map((route) => ({ ...route, handler: {} }))
  return withoutGuesses.json(
    { root: copies },
    {
      path: app.makePath(),
      tagIndex: 1,
      snakeCase: true,
      ignore: [],
      common: { headers: {}, parameters: {} },
      authMiddlewares: ['auth'],
      productionEnv: 'never',
    }
  )
}

type Options = [string, unknown]

function named(middleware: unknown): Options[] {
  const { name, args } = middleware as { name?: string; args?: Options[1] }
  return name ? [[name, args ?? {}]] : []
}
