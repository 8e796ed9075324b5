import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { representation, type Representation } from '#openapi/representation'

const css = 'text/css; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

const start = `SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
})
`

const style = `body {
  margin: 0;
  background: #fbfaf7;
}
.swagger-ui .info {
  margin: 40px 0 10px;
}
.swagger-ui .scheme-container {
  background: none;
  box-shadow: none;
  padding: 0 0 10px;
}

/* There is one server: this one. */
.swagger-ui .schemes-server-container {
  visibility: hidden;
}

/* The name of a failure is enough: each has a page of its own. */
.swagger-ui .response:is([data-code^='4'], [data-code^='5']) .response-col_description > :not(.response-col_description__inner) {
  display: none;
}

/* A user name and a password are all that /login wants. */
.swagger-ui .auth-container .wrapper:has(> label[for^='client_']),
.swagger-ui .auth-container .wrapper:has(> label[for='password_type']),
.swagger-ui .auth-container .scope-def {
  display: none;
}
`

const assets: Record<string, () => Promise<Representation>> = {
  'swagger-ui.css': () => vendored('swagger-ui.css', css),
  'swagger-ui-bundle.js': () => vendored('swagger-ui-bundle.js', javascript),
  'plaza.css': async () => representation(css, style),
  'plaza.js': async () => representation(javascript, start),
}

export const assetNames = Object.keys(assets)

const loaded = new Map<string, Promise<Representation>>()

export function asset(name: string): Promise<Representation> | undefined {
  if (!loaded.has(name) && Object.hasOwn(assets, name)) loaded.set(name, assets[name]())
  return loaded.get(name)
}

async function vendored(name: string, type: string) {
  const path = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))
  return representation(type, await readFile(path, 'utf8'))
}

/** The name with a digest of the content, so that clients may cache it forever. */
export async function versionedName(name: string): Promise<string> {
  const { etag } = await asset(name)!
  return name.replace(/\.\w+$/, `.${etag.slice(1, 13)}$&`)
}

/** Undefined for an unknown asset or another version. */
export async function versionedAsset(versioned: string): Promise<Representation | undefined> {
  const name = versioned.replace(/\.[\w-]{12}(?=\.\w+$)/, '')
  const file = await asset(name)
  return file && versioned === (await versionedName(name)) ? file : undefined
}
