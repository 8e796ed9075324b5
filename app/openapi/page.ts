import { versionedName } from '#openapi/assets'
import { publicPath } from '#domain/public_path'
import { representation, type Representation } from '#openapi/representation'

const icon = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#14532d"/><path d="M9 26V7h8a6 6 0 0 1 0 12H9" fill="none" stroke="#fff" stroke-width="4"/></svg>`
)

/** Swagger UI, without resources of other origins. */
export function page(): Promise<Representation> {
  return (made ??= make())
}

let made: Promise<Representation> | undefined

async function make() {
  const address = async (name: string) => publicPath(`/docs/${await versionedName(name)}`)
  return representation(
    'text/html; charset=utf-8',
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plaza API</title>
<link rel="icon" href="data:image/svg+xml,${icon}">
<link rel="stylesheet" href="${await address('swagger-ui.css')}">
<link rel="stylesheet" href="${await address('plaza.css')}">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${await address('swagger-ui-bundle.js')}"></script>
<script src="${await address('plaza.js')}"></script>
</body>
</html>
`
  )
}

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
