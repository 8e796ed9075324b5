import env from '#start/env'
import { defineConfig } from '@adonisjs/core/hash'
import { Argon } from '#security/argon'

/** The cost follows the OWASP Password Storage Cheat Sheet. Tests create thousands of accounts. */
const hashConfig = defineConfig({
  default: env.get('NODE_ENV') === 'test' ? 'cheap' : 'argon',
  list: {
    argon: () => new Argon({ memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    cheap: () => new Argon({ memoryCost: 64, timeCost: 2, parallelism: 1 }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
