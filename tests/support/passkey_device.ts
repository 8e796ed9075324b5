import type { CDPSession, Page } from 'playwright-core'
import { origin } from '#tests/support/server'

/** Chromium gives no passkeys to an address such as 127.0.0.1. */
export const passkeySite = `http://localhost:${new URL(origin).port}`

/** A device of a page that knows its user, such as a phone with a fingerprint. */
export class PasskeyDevice {
  private constructor(
    private session: CDPSession,
    private authenticatorId: string
  ) {}

  static async plugIn(page: Page): Promise<PasskeyDevice> {
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2' as const,
      transport: 'internal' as const,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    }
    const added = await session.send('WebAuthn.addVirtualAuthenticator', { options })
    return new PasskeyDevice(session, added.authenticatorId)
  }

  /** Whether it knows its user from now on. */
  know(isUserVerified: boolean) {
    const { authenticatorId } = this
    return this.session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  }
}
