import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import { compareTimes, toldOf, toleranceOf } from '#tests/resilience/owasp/pairs'
import { Client } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName } from '#tests/resilience/support/people'
import { MailServer } from '#tests/support/mail_server'
import type { Answer } from '#tests/support/wire'

const password = 'a good long headline'
const fresh = () => `${freshName()}@canary.example`

interface Asking {
  client: Client
  /** Of a signed-in user. */
  token: string
}

interface Case {
  what: string
  ask: (email: string, asking: Asking) => Promise<Answer>
}

const cases: Case[] = [
  {
    what: 'requests for a new password',
    ask: (email, { client }) => client.post('/password-resets', { email }),
  },
  { what: 'sign-ups', ask: (email, { client }) => client.post('/users', { email, password }) },
  {
    what: 'requests for another link',
    ask: (email, { client }) => client.post('/email-confirmations/resend', { email }),
  },
  {
    what: 'changes of the e-mail',
    ask: (email, { client, token }) =>
      client.send('PATCH', '/users/me', { body: { email, current_password: password }, token }),
  },
]

/** An answer, but for the e-mail that the request named. */
const shown = ({ status, json }: Answer) => ({ status, body: { ...json, new_email: undefined } })

test.group('API2: the time of what needs a mail', (group) => {
  let square: Deployment
  let server: MailServer
  let known: string
  let asking: Asking

  group.setup(async () => {
    server = await MailServer.start()
    square = await Deployment.start({
      workers: 1,
      env: { MAIL_URL: server.url(), MAIL_FROM: 'no-reply@plaza.test' },
    })
    known = fresh()
    const account = 'insert into users (email, username, password) values ($1, $2, $3)'
    await square.postgres.query(account, [known, freshName(), 'none'])
    const name = freshName()
    await square.postgres.query(account, [fresh(), name, await hash.make(password)])
    const client = new Client(square.plaza.port)
    asking = { client, ...(await client.signIn(name, password)) }
  })
  group.teardown(async () => {
    await square.stop()
    await server.stop()
  })

  for (const { what, ask } of cases) {
    test(`tells nothing of accounts: ${what}`, async ({ assert }) => {
      const accepted = async (email: string) => {
        const answer = await ask(email, asking)
        assert.equal(answer.status, 202)
        return answer
      }
      assert.deepEqual(shown(await accepted(known)), shown(await accepted(fresh())))
      const compared = await compareTimes({
        known: () => accepted(known),
        unknown: () => accepted(fresh()),
      })
      const told = toldOf(compared, 'the e-mail of an account')
      note({ action: `${what}, in pairs: the e-mail of an account, and another one`, ...told })
      assert.closeTo(compared.share, 0.5, toleranceOf(compared.pairs))
    })
  }
})
