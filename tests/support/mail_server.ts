import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Secret } from '@adonisjs/core/helpers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { setting } from '#tests/support/settings'

export interface Received extends Email {
  /** The recipient of the envelope. */
  recipient: string
  kind: string
  /** The address of its button. */
  link?: string
}

/** A refusal in the words of SMTP. */
export const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode })

/** An SMTP server that keeps what it receives, and fails as it is told. */
export class MailServer {
  received: Received[] = []
  /** Answers a recipient: an error refuses it. */
  onRecipient: (address: string) => Promise<Error | void> = async () => {}
  /** Runs when a mail has been kept, before it is acknowledged. */
  onKept: (mail: Received, cut: () => void) => Promise<Error | void> = async () => {}
  #server: SMTPServer

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      // It would warn of its certificate.
      logger: false,
      disableReverseLookup: true,
      closeTimeout: 100,
      ...options,
      onRcptTo: ({ address }, _, done) => {
        void this.onRecipient(address).then((error) => done(error ?? undefined))
      },
      onData: (stream, session, done) => {
        void this.#keep(stream, session).then((error) => done(error ?? undefined))
      },
    })
    // Clients that leave early.
    this.#server.on('error', () => {})
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options)
    await once(server.#server.listen(0, '127.0.0.1'), 'listening')
    return server
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port
  }

  url({ user = '', query = '' } = {}) {
    return `smtp://${user}127.0.0.1:${this.port}${query}`
  }

  /** Sends the mails of this process here. @returns a function that ends it, for `cleanup` */
  use(options?: { user?: string; query?: string }): () => void {
    const undo = [
      setting('mail.url', new Secret(this.url(options))),
      setting('mail.from', { name: '', address: 'no-reply@plaza.test' }),
    ]
    return () => undo.forEach((one) => one())
  }

  /** The mails to an address, oldest first. */
  to(address: string): Received[] {
    return this.received.filter(({ recipient }) => recipient === address)
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve))
  }

  async #keep(stream: NodeJS.ReadableStream, session: any): Promise<Error | void> {
    const email = await PostalMime.parse(await buffer(stream as any))
    const mail: Received = {
      ...email,
      recipient: session.envelope.rcptTo[0].address,
      kind: email.headers.find(({ key }) => key === 'x-plaza-mail')?.value ?? '',
      link: /<a href="([^"]+)" style="display/.exec(email.html ?? '')?.[1],
    }
    this.received.push(mail)
    return this.onKept(mail, () => this.#cut(session.id))
  }

  #cut(id: string) {
    for (const connection of this.#server.connections as Set<any>) {
      if (connection.session.id === id) connection._socket.destroy()
    }
  }
}

/** The token in a link. */
export const tokenIn = ({ link }: Pick<Received, 'link'>) => link!.split('token=')[1]
