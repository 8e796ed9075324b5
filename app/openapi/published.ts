import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { stringify } from 'yaml'
import { makeDocument, type OpenApiDocument } from '#openapi/document'
import { representation } from '#openapi/representation'

/** Where `node ace openapi:write` leaves the document, and a build takes it along from. */
export const documentFile = () => app.makePath('openapi.json')

/** The document, made once; in production read, as what makes it is not there. */
export const openApi = once<OpenApiDocument>(async () =>
  app.inProduction ? JSON.parse(await readFile(documentFile(), 'utf8')) : makeDocument()
)

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
