import { randomBytes, randomUUID } from 'node:crypto'
import { canary } from '#tests/resilience/support/canaries'
import type { Client } from '#tests/resilience/support/client'
import { freshName } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'
import { MailServer, refusal, tokenIn, type Received } from '#tests/support/mail_server'

const secret = () => canary(randomBytes(24).toString('base64url'))

export const bouncesKey = secret()

/** A mail server that asks for a password, and the settings that name it. */
export async function mailServerWithPassword() {
  const password = secret()
  const server = await MailServer.start({
    allowInsecureAuth: true,
    onAuth: (given, _, done) =>
      given.password === password
        ? done(null, { user: given.username })
        : done(new Error(`${password} is the password, not ${given.password}`)),
  })
  const env = {
    MAIL_URL: server.url({ user: `plaza:${password}@` }),
    MAIL_FROM: 'no-reply@plaza.test',
    BOUNCES_KEY: bouncesKey,
    VERIFY_EMAIL: 'optional',
  }
  return { server, env }
}

/**
 * Links of mails in their places, and in places where people enter them by mistake. The mail server repeats what it refuses.
 * @returns the number of requests
 */
export async function leakLinks(client: Client, server: MailServer): Promise<number> {
  const { email, password, token } = await client.signUp(freshName('member'))
  const [begun] = await received(server, [email], 1)
  await client.post('/email-confirmations', { token: canary(tokenIn(begun)) })
  const wanted = canary(`${freshName('member')}@canary.example`)
  const change = { email: wanted, current_password: password }
  await client.send('PATCH', '/users/me', { body: change, token })
  await client.post('/password-resets', { email })
  const mails = await received(server, [email, wanted], 4)
  const links = mails.map((mail) => canary(tokenIn(mail)))
  const { email_change_notice: notice, password_reset: reset } = Object.fromEntries(
    mails.map((mail) => [mail.kind, tokenIn(mail)])
  )
  const wrong = links.flatMap((link) => [
    client.get(`/account/undo?token=${link}`),
    client.get(`/account/${link}`),
    client.get('/users/me', link),
    client.post('/login', { username: email, password: link }),
    client.post('/email-confirmations', { token: `${link}x` }),
    client.post('/email-changes/undo', { token: link.toLowerCase() }),
    client.post('/password-resets/confirm', { token: link, new_password: link.slice(0, 5) }),
  ])
  await Promise.all(wrong)
  await Promise.all([
    client.post('/password-resets/confirm', { token: reset, new_password: secret() }),
    client.post('/email-changes/undo', { token: notice }),
    ...reports(client, email),
  ])

  server.onRecipient = async (address) =>
    refusal(451, `4.2.1 <${address}> has ${links.join(' and ')}`)
  await client.post('/password-resets', { email })
  await client.post('/email-confirmations/resend', { email })
  return wrong.length + 13
}

const reports = (client: Client, email: string) => {
  const bounces = { bounces: [{ email, type: 'soft' }] }
  return [
    client.post('/hooks/bounces', bounces, { token: bouncesKey }),
    client.post('/hooks/bounces', bounces, { token: `${bouncesKey}x` }),
    client.post(`/hooks/bounces?key=${bouncesKey}`, { bounces: bouncesKey }),
    client.get('/posts', bouncesKey),
    client.post('/login', { username: bouncesKey, password: bouncesKey }),
    client.post('/hooks/bounces', bounces, { headers: { 'Idempotency-Key': randomUUID() } }),
  ]
}

async function received(server: MailServer, addresses: string[], count: number) {
  let mails: Received[] = []
  await eventually(
    () => {
      mails = addresses.flatMap((address) => server.to(address)).filter(({ link }) => link)
      return mails.length >= count
    },
    { what: `${count} mails came` }
  )
  return mails
}
