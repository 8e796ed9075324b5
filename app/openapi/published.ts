import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { stringify } from 'yaml'
import type { OpenApiDocument } from '#openapi/document'
import { publicPath } from '#domain/public_path'
import { representation } from '#openapi/representation'

/** `node ace openapi:write` writes this file, and a build includes it. */
export const documentFile = () => app.makePath('openapi.json')

/** Made once in development; read in production, which lacks the generator. */
export const openApi = once<OpenApiDocument>(async () =>
  underBasePath(
    app.inProduction
      ? JSON.parse(await readFile(documentFile(), 'utf8'))
      : await (await import('#openapi/document')).makeDocument()
  )
)

/** A build does not know `APP_URL`. */
function underBasePath(document: OpenApiDocument): OpenApiDocument {
  const { password } = document.components.securitySchemes.login.flows
  document.servers[0].url = publicPath('/')
  password.tokenUrl = publicPath(password.tokenUrl)
  password.refreshUrl = publicPath(password.refreshUrl)
  return document
}

export const openApiJson = once(async () =>
  representation('application/json; charset=utf-8', JSON.stringify(await openApi()))
)

export const openApiYaml = once(async () =>
  representation(
    'application/yaml',
    stringify(await openApi(), { aliasDuplicateObjects: false, lineWidth: 100 })
  )
)

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
