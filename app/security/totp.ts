import { Secret, TOTP } from 'otpauth'

/* TOTP (RFC 6238), as every authenticator app knows it: SHA-1, six digits, thirty seconds. */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** RFC 4226, section 4: 160 bits. */
const SECRET_BYTES = 20

/** Clocks differ, and people type slowly: one step before and after (RFC 6238, section 5.2). */
const WINDOW = 1

export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** The `otpauth:` address for an authenticator app. */
export const totpUri = (secret: string, { issuer, label }: { issuer: string; label: string }) =>
  new TOTP({ ...parameters, issuer, label, secret: Secret.fromBase32(secret) }).toString()

/** The library compares bytes, and throws for other lengths. */
const shape = /^\d{6}$/

/** @param at milliseconds since 1970 @returns the time step of a code; null for a wrong code */
export function totpStep(secret: string, code: string, at = Date.now()): number | null {
  if (!shape.test(code)) return null
  const totp = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) })
  const delta = totp.validate({ token: code, timestamp: at, window: WINDOW })
  return delta === null ? null : totp.counter({ timestamp: at }) + delta
}
