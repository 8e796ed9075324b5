import config from '@adonisjs/core/services/config'
import type { SigningKey } from '#security/signing_keys'

/** The keys of this process, newest first. */
export const signingKeys = () => config.get<SigningKey[]>('tokens.signingKeys')
