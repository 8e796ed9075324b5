import config from '@adonisjs/core/services/config'
import type { SigningKey } from '#security/signing_keys'

export const signingKeys = () => config.get<SigningKey[]>('tokens.signingKeys')
