import type { Secret } from '@adonisjs/core/helpers'
import type { ApplicationService } from '@adonisjs/core/types'
import { signingKeys } from '#auth/signing_keys'
import { envFiles, isOpenToOthers } from '#cli/env_file'
import { failure, ok } from '#cli/health/verdict'
import type { Terminal } from '#cli/terminal'
import env from '#start/env'

export function checkSecrets(app: ApplicationService) {
  const appKey = app.config.get<Secret<string>>('app.appKey').release()
  const keys = signingKeys().map(({ id, secret }) => ({
    name: `the key ${id} of JWT_KEYS`,
    secret: new TextDecoder().decode(secret),
  }))
  const weak = [{ name: 'APP_KEY', secret: appKey }, ...keys].filter(({ secret }) => isWeak(secret))
  if (weak.length === 0) return ok('long and random')
  const names = weak.map(({ name }) => name).join(' and ')
  return failure(`${names} can be guessed`, 'APP_KEY: openssl rand -base64 48; plaza keys rotate')
}

function isWeak(secret: string) {
  const looksWritten = /change.?me|secret|password|example|default|plaza/i.test(secret)
  return secret.length < 32 || new Set(secret).size < 10 || looksWritten
}

export async function checkEnvFiles(app: ApplicationService, terminal: Terminal) {
  for (const file of await envFiles(terminal, app.appRoot)) {
    if (await isOpenToOthers(file)) {
      return failure(
        `others may read ${file.path}`,
        `chmod o= ${file.path}, and its group too unless that is the service's`
      )
    }
  }
  return ok('readable only by its owner, or absent')
}

export function checkProxies() {
  const trusted = env.get('TRUSTED_PROXIES')
  const tooWide = trusted.filter((network) => /\/0$/.test(network))
  if (tooWide.length > 0) {
    return failure(
      `${tooWide.join(', ')} lets any client choose its own address`,
      'name your proxy in TRUSTED_PROXIES'
    )
  }
  return ok(trusted.length > 0 ? `trusts ${trusted.join(', ')}` : 'trusts none')
}
