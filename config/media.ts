import app from '@adonisjs/core/services/app'
import env from '#start/env'

/** Where uploaded files are kept. */
export const folder =
  env.get('MEDIA_DIR') ?? (app.inProduction ? '/var/lib/plaza/media' : app.makePath('tmp/media'))

/** Bytes of all uploads of one user. */
export const quota = env.get('MEDIA_QUOTA')
