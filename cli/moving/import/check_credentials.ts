import { id, list, matching, orNull, text, time, yes } from '#cli/moving/import/check'
import type { Check } from '#cli/moving/import/check'
import { isObject } from '#domain/is_object'
import { isOwnHash } from '#security/legacy/wrapped_password'

const MAX_PASSKEYS = 20

const base64 = (max: number) => matching(/^[A-Za-z0-9+/\n]{1,4000}={0,2}$/, 'bytes in Base64', max)

const passkeyChecks: Record<string, Check> = {
  user_handle: base64(100),
  credential_id: matching(/^[A-Za-z0-9_-]{1,1400}$/, 'an id in Base64', 1400),
  public_key: base64(4000),
  counter: (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : 'must be a number',
  transports: list(text(1, 50), 20),
  backed_up: yes,
  name: text(1, 100),
  created_at: time,
}

const passkey: Check = (value) => {
  if (!isObject(value)) return 'must be an object'
  for (const [name, check] of Object.entries(passkeyChecks)) {
    const wrong = check(value[name])
    if (wrong) return `has a ${name} that ${wrong}`
  }
  return undefined
}

const totp: Check = (value) => {
  if (!isObject(value)) return 'must be an object'
  const wrong = matching(/^[A-Z2-7]{16,128}$/, 'a secret in Base32')(value.secret)
  return wrong ? `has a secret that ${wrong}` : time(value.confirmed_at)
}

export const credentialChecks: Record<string, Check> = {
  user_id: id,
  password: orNull((value) =>
    typeof value === 'string' && value.length <= 2000 && isOwnHash(value)
      ? undefined
      : 'must be a hash of Plaza'
  ),
  totp: orNull(totp),
  passkeys: list(passkey, MAX_PASSKEYS),
}
