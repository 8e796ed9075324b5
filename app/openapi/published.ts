import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { stringify } from 'yaml'
import { makeDocument, type OpenApiDocument } from '#openapi/document'
import { publicPath } from '#domain/public_path'
import { representation } from '#openapi/representation'

/** Where `node ace openapi:write` leaves the document, and a build takes it along from. */
export const documentFile = () => app.makePath('openapi.json')

/** The document, made once; in production read, as what makes it is not there. */
export const openApi = once<OpenApiDocument>(async () =>
  underBasePath(
    app.inProduction ? JSON.parse(await readFile(documentFile(), 'utf8')) : await makeDocument()
  )
)

/** The document with the addresses that clients see: it is built without knowing `APP_URL`. */
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
