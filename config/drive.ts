import { defineConfig, services } from '@adonisjs/drive'
import type { InferDriveDisks } from '@adonisjs/drive/types'
import { folder } from '#config/media'

const driveConfig = defineConfig({
  default: 'media',
  services: {
    media: services.fs({ location: folder, visibility: 'private', serveFiles: false }),
  },
})

export default driveConfig

declare module '@adonisjs/drive/types' {
  export interface DriveDisks extends InferDriveDisks<typeof driveConfig> {}
}
