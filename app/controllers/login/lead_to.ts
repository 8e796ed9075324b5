import type { HttpContext } from '@adonisjs/core/http'

/** Redirects a browser to an address with secrets: no cache may keep it, and no `Referer` pass it on. */
export function leadTo({ response }: HttpContext, address: URL): void {
  response
    .status(302)
    .header('Location', address.href)
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'no-referrer')
    .send('')
}
