import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { Authenticator } from '#tests/support/authenticator'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { SoftwarePasskey } from '#tests/support/software_passkey'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

test.group('A sign-in from an unknown device', (group) => {
  let mails: Mails
  let user: User

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    user = await UserFactory.create()
    mails = await Mails.begin()
    return () => mails.end()
  })

  const from = (client: ApiClient, address: string, agent: string, path = '/login') =>
    client.post(path).header('x-forwarded-for', address).header('user-agent', agent)
  const signIn = (client: ApiClient, address: string, agent = firefox) =>
    answers(from(client, address, agent).json({ username: user.username, password }), 200)
  const subjects = async () => (await mails.sent()).map(({ subject }) => subject)

  test('is told by mail, but the first sign-in is not', async ({ client, assert }) => {
    await signIn(client, '192.0.2.1')
    assert.isEmpty(await subjects())
    await signIn(client, '198.51.100.7')
    const mail = await mails.onlyOne()
    assert.equal(mail.kind, 'new_sign_in')
    assert.equal(mail.subject, 'A new sign-in to your account')
    assert.include(mail.text, `@${user.username}`)
    assert.include(mail.text, 'Firefox, Linux, at the address 198.51.100.7')
  })

  test('is known by another address of its network, and after an update', async ({
    client,
    assert,
  }) => {
    await signIn(client, '192.0.2.1')
    await signIn(client, '192.0.2.200')
    await signIn(client, '::ffff:192.0.2.3')
    await signIn(client, '192.0.2.1', firefox.replaceAll('140.0', '141.0.2'))
    assert.isEmpty(await subjects())
    await signIn(client, '2001:db8:1::1')
    assert.lengthOf(await subjects(), 1)
    await signIn(client, '2001:db8:1:2::9')
    assert.isEmpty(await subjects())
    for (const address of ['192.0.3.1', '2001:db8:2::1']) {
      await signIn(client, address)
      assert.lengthOf(await subjects(), 1)
    }
  })

  test('is one with another program, whose words the mail does not repeat', async ({
    client,
    assert,
  }) => {
    await signIn(client, '192.0.2.1')
    await signIn(client, '192.0.2.1', 'Call https://evil.example now')
    const { text } = await mails.onlyOne()
    assert.include(text, 'does not know: ?,')
    assert.notInclude(text, 'evil')
  })

  test('is told with a second factor and with a passkey too, and not before', async ({
    client,
    assert,
  }) => {
    await signIn(client, '192.0.2.1')
    const app = await Authenticator.setUp(client, user)
    const { passkey } = await SoftwarePasskey.add(client, user)
    await subjects()
    const challenge = await app.challenge(client)
    assert.isEmpty(await subjects())
    const code = await app.unusedCode()
    const second = from(client, '198.51.100.1', firefox, '/login/second-factor')
    await answers(second.json({ challenge, code }), 200)
    assert.deepEqual(await subjects(), ['A new sign-in to your account'])
    const options = await answers(client.post('/login/passkey/options'), 200)
    const third = from(client, '203.0.113.1', firefox, '/login/passkey')
    await answers(third.json({ passkey: passkey.get(options.body()) }), 200)
    assert.deepEqual(await subjects(), ['A new sign-in to your account'])
  })

  test('is told of other accounts by nothing, and by nothing from before devices were noted', async ({
    client,
    assert,
  }) => {
    const other = await UserFactory.create()
    const login = { username: other.username, password }
    await answers(from(client, '198.51.100.1', firefox).json(login), 200)
    await signIn(client, '192.0.2.1')
    await db.from('security_events').update({ device: null })
    await signIn(client, '198.51.100.1')
    assert.isEmpty(await subjects())
  })
})
