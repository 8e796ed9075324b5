import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { representation, type Representation } from '#openapi/representation'

const css = 'text/css; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

const icon = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#14532d"/><path d="M9 26V7h8a6 6 0 0 1 0 12H9" fill="none" stroke="#fff" stroke-width="4"/></svg>`
)

/** Swagger UI, from here alone: not one script, style or picture from elsewhere. */
export const page = representation(
  'text/html; charset=utf-8',
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plaza API</title>
<link rel="icon" href="data:image/svg+xml,${icon}">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/plaza.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/plaza.js"></script>
</body>
</html>
`
)

/** What the page may load. */
export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const start = `SwaggerUIBundle({
  url: '/openapi.json',
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

/** A script or style of the page; undefined for any other name. */
export function asset(name: string): Promise<Representation> | undefined {
  if (!loaded.has(name) && Object.hasOwn(assets, name)) loaded.set(name, assets[name]())
  return loaded.get(name)
}

async function vendored(name: string, type: string) {
  const path = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))
  return representation(type, await readFile(path, 'utf8'))
}
