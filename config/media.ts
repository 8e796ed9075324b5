import app from '@adonisjs/core/services/app'
import type { S3Settings } from '#media/s3'
import env from '#start/env'

/** Where uploaded files are kept, or only those that are still on their way. */
export const folder =
  env.get('MEDIA_DIR') ?? (app.inProduction ? '/var/lib/plaza/media' : app.makePath('tmp/media'))

/** Bytes of all uploads of one user. */
export const quota = env.get('MEDIA_QUOTA')

/** Of the copies of pictures. */
export const formats = env.get('MEDIA_FORMATS')

const bucket = env.get('MEDIA_S3_BUCKET')
const [id, secret] = [env.get('MEDIA_S3_ACCESS_KEY'), env.get('MEDIA_S3_SECRET_KEY')]

/** Undefined if files are kept in the folder. */
export const s3: S3Settings | undefined = bucket
  ? {
      bucket,
      region: env.get('MEDIA_S3_REGION'),
      endpoint: env.get('MEDIA_S3_ENDPOINT'),
      key: id && secret ? { id, secret } : undefined,
      redirects: env.get('MEDIA_S3_SERVE') === 'redirect',
    }
  : undefined
