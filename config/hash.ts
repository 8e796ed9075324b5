import env from '#start/env'
import { defineConfig, drivers } from '@adonisjs/core/hash'
import { BoundedArgon } from '#support/bounded_argon'

/**
 * argon2id with the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, t=2, p=1. Tests make
 * thousands of accounts, for which nobody guesses passwords: they take a cheap one, but for those
 * that are about its cost.
 */
const hashConfig = defineConfig({
  default: env.get('NODE_ENV') === 'test' ? 'cheap' : 'argon',
  list: {
    argon: () => new BoundedArgon({ variant: 'id', memory: 19_456, iterations: 2, parallelism: 1 }),
    cheap: drivers.argon2({ variant: 'id', memory: 64, iterations: 2, parallelism: 1 }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
