import config from '@adonisjs/core/services/config'
import type { PasskeyAssertion, PasskeyAttestation } from '#domain/second_factor'
import {
  newPasskeyChallenge,
  readPasskeyChallenge,
  type ChallengePurpose,
  type UsedChallenge,
} from '#security/passkey_challenge'

interface Party {
  rpId: string
  origins: string[]
}

export interface StoredPasskey {
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: string[]
}

export interface NewPasskey extends StoredPasskey {
  backedUp: boolean
  challenge: UsedChallenge
}

export interface UsedPasskey {
  counter: number
  backedUp: boolean
  challenge: UsedChallenge
}

interface Registrant {
  id: number
  username: string
  displayName: string | null
  handle: Buffer
}

const party = () => config.get<Party>('passkeys')

// Few requests need the package.
const webauthn = () => import('@simplewebauthn/server')

/** The argument of `navigator.credentials.create`. @param known passkeys that must not be made twice */
export async function creationOptions(
  { id, username, displayName, handle }: Registrant,
  known: Pick<StoredPasskey, 'credentialId' | 'transports'>[]
) {
  const { generateRegistrationOptions } = await webauthn()
  return generateRegistrationOptions({
    rpName: config.get<{ name: string }>('mail.site').name,
    rpID: party().rpId,
    userID: new Uint8Array(handle),
    userName: username,
    userDisplayName: displayName ?? username,
    challenge: newPasskeyChallenge(`register ${id}`),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** The argument of `navigator.credentials.get`. It names no passkey: the authenticator finds its own. */
export async function requestOptions() {
  const { generateAuthenticationOptions } = await webauthn()
  return generateAuthenticationOptions({
    rpID: party().rpId,
    challenge: newPasskeyChallenge('sign in'),
    userVerification: 'required',
  })
}

/** @returns null for an answer without proof */
export async function verifyCreation(
  answer: PasskeyAttestation,
  userId: number
): Promise<NewPasskey | null> {
  const { verifyRegistrationResponse } = await webauthn()
  if (!(await isWithoutCertificates(answer))) return null
  return verified(`register ${userId}`, async (expected) => {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {} },
      ...expected,
    })
    if (!registrationInfo) return null
    const { credential, credentialBackedUp: backedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      backedUp,
    }
  })
}

/** @returns null for an answer without proof */
export async function verifyUse(
  { response: { userHandle, ...response }, ...answer }: PasskeyAssertion,
  { credentialId, publicKey, counter }: StoredPasskey
): Promise<UsedPasskey | null> {
  const { verifyAuthenticationResponse } = await webauthn()
  return verified('sign in', async (expected) => {
    const credential = { id: credentialId, publicKey: new Uint8Array(publicKey), counter }
    const { verified: isGood, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, response, clientExtensionResults: {} },
      credential,
      ...expected,
    })
    if (!isGood) return null
    return {
      counter: authenticationInfo.newCounter,
      backedUp: authenticationInfo.credentialBackedUp,
    }
  })
}

/** The package throws for a malformed answer. */
async function verified<Result>(
  purpose: ChallengePurpose,
  verify: (expected: ReturnType<typeof expectedOf>) => Promise<Result | null>
): Promise<(Result & { challenge: UsedChallenge }) | null> {
  let challenge: UsedChallenge | null = null
  const isExpected = (text: string) => {
    challenge = readPasskeyChallenge(text, purpose)
    return challenge !== null
  }
  const result = await verify(expectedOf(isExpected)).catch(() => null)
  return result && challenge && { ...result, challenge }
}

const expectedOf = (expectedChallenge: (text: string) => boolean) => ({
  expectedChallenge,
  expectedOrigin: party().origins,
  expectedRPID: party().rpId,
  requireUserVerification: true,
})

/** Certificates are refused: to check them, the package would open addresses in them. */
async function isWithoutCertificates({ response }: PasskeyAttestation): Promise<boolean> {
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers')
  try {
    const decoded = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject))
    const format = decoded.get('fmt')
    return format === 'none' || (format === 'packed' && !decoded.get('attStmt').get('x5c'))
  } catch {
    return false
  }
}
