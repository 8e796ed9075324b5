import type { HttpContext } from '@adonisjs/core/http'

/** Sends a browser elsewhere. The address holds secrets, so nothing keeps it or passes it on. */
export function leadTo({ response }: HttpContext, address: URL): void {
  response
    .status(302)
    .header('Location', address.href)
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .send('')
}
