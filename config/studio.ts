import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { appUrl } from '#config/app'

/** Where a build leaves it, for this app and for Nginx. */
export const folder = app.makePath('nginx/static/studio')

const preview = new URL((env.get('PREVIEW_URL') ?? appUrl).replaceAll('{token}', 'token'))

/** A page of this origin could act as the studio, so such a preview is linked and never framed. */
const frames = preview.origin === new URL(appUrl).origin ? `'none'` : preview.origin

/** Emotion inserts one empty style element; all its rules go in by script. */
const EMPTY_STYLE = `'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`

export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' ${EMPTY_STYLE}`,
  `img-src 'self' data: blob:`,
  `media-src 'self' blob:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `frame-src ${frames}`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')
