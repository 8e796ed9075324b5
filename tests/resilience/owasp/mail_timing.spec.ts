import { test } from '@japa/runner'
import { compareTimes, toldOf, toleranceOf } from '#tests/resilience/owasp/pairs'
import { Client } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName } from '#tests/resilience/support/people'
import { MailServer } from '#tests/support/mail_server'

const password = 'a good long headline'
const fresh = () => `${freshName()}@canary.example`

test.group('API2: the time of what needs a mail', (group) => {
  let square: Deployment
  let server: MailServer
  let known: string

  group.setup(async () => {
    server = await MailServer.start()
    square = await Deployment.start({
      workers: 1,
      env: { MAIL_URL: server.url(), MAIL_FROM: 'no-reply@plaza.test' },
    })
    known = fresh()
    const account = 'insert into users (email, username, password) values ($1, $2, $3)'
    await square.postgres.query(account, [known, freshName(), 'none'])
  })
  group.teardown(async () => {
    await square.stop()
    await server.stop()
  })

  for (const { what, path, body } of [
    { what: 'requests for a new password', path: '/password-resets', body: {} },
    { what: 'sign-ups', path: '/users', body: { password } },
    { what: 'requests for another link', path: '/email-confirmations/resend', body: {} },
  ]) {
    test(`tells nothing of accounts: ${what}`, async ({ assert }) => {
      const client = new Client(square.plaza.port)
      const ask = async (email: string) => {
        const { status } = await client.post(path, { email, ...body })
        assert.equal(status, 202)
      }
      const compared = await compareTimes({
        known: () => ask(known),
        unknown: () => ask(fresh()),
      })
      const told = toldOf(compared, 'the e-mail of an account')
      note({ action: `${what}, in pairs: the e-mail of an account, and another one`, ...told })
      assert.closeTo(compared.share, 0.5, toleranceOf(compared.pairs))
    })
  }
})
