import { areas, views } from '#openapi/areas'
import { describe, problemsOf } from '#openapi/describe'
import { headers } from '#openapi/headers'
import { introduction } from '#openapi/introduction'
import { headerParameters } from '#openapi/header_parameters'
import { answerName, problemAnswer } from '#openapi/problem_answers'
import { schemas } from '#openapi/schemas'
import { securitySchemes } from '#openapi/security'
import { readRoutes } from '#openapi/skeleton'
import { webhooks } from '#openapi/webhooks'
import { version } from '#domain/version'

type Json = Record<string, any>

export interface OpenApiDocument {
  openapi: string
  servers: { url: string; description: string }[]
  paths: Record<string, Record<string, Json>>
  components: Record<string, Json>
  [member: string]: unknown
}

/** @throws Error if a route lacks its entry in `operations/`, or an entry its route */
export async function makeDocument(): Promise<OpenApiDocument> {
  const routes = await readRoutes()
  const paths: OpenApiDocument['paths'] = {}
  const responses: Json = { HeadersTooLarge: headersTooLarge }

  for (const { tag, operations } of areas) {
    for (const [name, operation] of Object.entries(operations)) {
      const route = routes.get(name)
      if (!route) throw new Error(`app/openapi describes "${name}", which is not a route`)
      routes.delete(name)

      for (const codes of problemsOf(route, operation).values()) {
        responses[answerName(codes)] = problemAnswer(codes)
      }
      paths[route.path] ??= {}
      paths[route.path][route.method] = { tags: [tag], ...describe(route, operation) }
    }
  }
  const [forgotten] = routes.keys()
  if (forgotten !== undefined) throw new Error(`app/openapi says nothing of "${forgotten}"`)

  return {
    openapi: '3.1.1',
    info: {
      title: 'Plaza API',
      version,
      summary: 'A social backend that people can own',
      description: introduction,
      contact: { name: 'The operator of this server' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document comes from' }],
    tags: areas.map(({ tag: name, description }) => ({ name, description })),
    paths,
    webhooks,
    components: {
      schemas: { ...schemas, ...schemasOfViews },
      responses,
      parameters: parameterComponents,
      headers,
      securitySchemes,
    },
  }
}

const schemasOfViews = Object.fromEntries(views.map(({ name, schema }) => [name, schema]))

/** Node sends it before a request exists, so no route names it. */
const headersTooLarge = {
  ...problemAnswer(['headers_too_large']),
  description: 'The headers take more than 16 KiB',
}

const parameterComponents = Object.fromEntries(
  Object.entries(headerParameters).map(([name, parameter]) => [
    name,
    { name, in: 'header', ...parameter },
  ])
)
