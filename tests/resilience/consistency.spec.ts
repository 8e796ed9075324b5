import { test } from '@japa/runner'
import * as fc from 'fast-check'
import { inviter } from '#tests/resilience/model/access_requests'
import { histories } from '#tests/resilience/model/commands'
import { History, tally } from '#tests/resilience/model/history'
import { Client } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { seed, times } from '#tests/resilience/support/run_options'
import { person } from '#tests/resilience/support/people'
import { MailServer } from '#tests/support/mail_server'

test.group('Random histories', () => {
  test('of many users on many workers match a small model', async ({ cleanup }) => {
    const mails = await MailServer.start()
    cleanup(() => mails.stop())
    const env = {
      MAIL_URL: mails.url(),
      MAIL_FROM: 'no-reply@plaza.test',
      VERIFY_EMAIL: 'optional',
    }
    const square = await Deployment.start({ workers: 3, env })
    const { postgres } = square
    const client = new Client(square.plaza.port)
    const [moderator, editor, admin] = await Promise.all([
      person(square, 'moderator'),
      person(square, 'editor'),
      person(square, 'admin'),
    ])
    await client.post('/admin/roles', inviter, admin)
    const setting = { client, postgres, mails, moderator, editor, admin, workers: 3 }

    await fc.assert(
      fc.asyncProperty(histories, (turns) => History.play(turns, setting)),
      { seed, numRuns: times(40, 6), endOnFailure: false }
    )
    await square.stop()

    const { turns, operations, reads } = tally
    note({
      action: `random histories on several workers: ${operations.toLocaleString('en')} writes in ${turns.toLocaleString('en')} turns`,
      times: times(40, 6),
      expected: 'every answer and every read matches the model, on every worker within a second',
      result: `${reads.toLocaleString('en')} reads compared, none differed`,
    })
  })
})
