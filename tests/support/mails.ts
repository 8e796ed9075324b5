import { runJobs } from '#tests/support/jobs'
import { MailServer, tokenIn, type Received } from '#tests/support/mail_server'

/** The mails of a test: a server, and what arrives there. */
export class Mails {
  private constructor(
    readonly server: MailServer,
    private undo: () => void
  ) {}

  /** For `group.each.setup`: `mails.end` is its clean-up. */
  static async begin(): Promise<Mails> {
    const server = await MailServer.start()
    return new Mails(server, server.use())
  }

  async end(): Promise<void> {
    this.undo()
    await this.server.stop()
  }

  /** Sends all that is queued. @returns the mails that came, oldest first */
  async sent(): Promise<Received[]> {
    const before = this.server.received.length
    await runJobs()
    return this.server.received.slice(before)
  }

  /** Sends all that is queued. @returns the only mail that came */
  async onlyOne(): Promise<Received> {
    const mails = await this.sent()
    if (mails.length !== 1) {
      throw new Error(`${mails.length} mails came: ${mails.map(({ kind }) => kind).join(', ')}`)
    }
    return mails[0]
  }

  /** The token in the only mail that came. */
  async token(): Promise<string> {
    return tokenIn(await this.onlyOne())
  }
}
