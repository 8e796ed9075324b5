import { defineConfig, services } from '@adonisjs/drive'
import type { InferDriveDisks } from '@adonisjs/drive/types'
import { folder, s3 } from '#config/media'

/** The client of S3 is an optional package, and only loaded for a bucket. */
const bucket = {
  type: 'provider' as const,
  async resolver() {
    if (!s3) {
      return () => {
        throw new Error('MEDIA_S3_BUCKET is not set')
      }
    }
    const { s3Driver } = await import('#media/s3')
    const driver = await s3Driver(s3)
    return () => driver
  },
}

const driveConfig = defineConfig({
  default: 'folder',
  services: {
    folder: services.fs({ location: folder, visibility: 'private', serveFiles: false }),
    bucket,
  },
})

export default driveConfig

declare module '@adonisjs/drive/types' {
  export interface DriveDisks extends InferDriveDisks<typeof driveConfig> {}
}
