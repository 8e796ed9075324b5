import { test } from '@japa/runner'
import { mailLanguages } from '#domain/mail'
import { failureOf } from '#mail/mail_failure'
import { readSender } from '#mail/sender'
import { smtpOptions } from '#mail/smtp_options'
import { de } from '#mail/texts/de'
import { en } from '#mail/texts/en'
import { mailSender, mailServer, siteName, webAddress } from '#start/mail_rules'

test.group('MAIL_URL', () => {
  test('{url} is {host}:{port}, with TLS {tls}')
    .with([
      { url: 'smtps://mail.example.org', host: 'mail.example.org', port: 465, tls: 'at once' },
      { url: 'smtp://mail.example.org', host: 'mail.example.org', port: 587, tls: 'required' },
      { url: 'smtp://mail.example.org:25', host: 'mail.example.org', port: 25, tls: 'required' },
      { url: 'smtp://localhost:25', host: 'localhost', port: 25, tls: 'off' },
      { url: 'smtp://127.0.0.1:25', host: '127.0.0.1', port: 25, tls: 'off' },
      { url: 'smtp://[::1]:25', host: '::1', port: 25, tls: 'off' },
      { url: 'smtp://localhost:25?tls=required', host: 'localhost', port: 25, tls: 'required' },
      { url: 'smtp://relay:25?tls=off', host: 'relay', port: 25, tls: 'off' },
      {
        url: 'smtp://localhost.example.org',
        host: 'localhost.example.org',
        port: 587,
        tls: 'required',
      },
    ])
    .run(({ assert }, { url, host, port, tls }) => {
      const options = smtpOptions(url)
      assert.deepEqual([options.host, options.port], [host, port])
      assert.deepEqual(
        [options.secure, options.requireTLS, options.ignoreTLS],
        [tls === 'at once', tls === 'required', tls === 'off']
      )
    })

  test('may have a user and a password, percent-encoded', ({ assert }) => {
    const { auth } = smtpOptions('smtps://ada%40example.org:p%40ss%2F@mail.example.org')
    assert.containSubset(auth, { user: 'ada@example.org', pass: 'p@ss/' })
    assert.isUndefined(smtpOptions('smtps://mail.example.org').auth)
  })

  test('{url} is refused in one line, without the password')
    .with([
      { url: 'https://ada:s3cretword@mail.example.org' },
      { url: 'smtps://ada:s3cretword@' },
      { url: 'mail.example.org' },
      { url: 'smtps://ada:s3cretword%zz@mail.example.org' },
      { url: 'smtp://ada:s3cretword@mail.example.org?tls=maybe' },
    ])
    .run(({ assert }, { url }) => {
      try {
        mailServer()('MAIL_URL', url)
        assert.fail('It was taken')
      } catch (error) {
        assert.match((error as Error).message, /^MAIL_URL [^\n]+$/)
        assert.notInclude((error as Error).message, 's3cretword')
      }
    })

  test('may be left out', ({ assert }) => {
    assert.isUndefined(mailServer()('MAIL_URL', undefined))
    assert.isUndefined(mailServer()('MAIL_URL', ' '))
    assert.equal(mailServer()('MAIL_URL', ' smtps://m.example ')!.release(), 'smtps://m.example')
  })
})

test.group('MAIL_FROM', (group) => {
  group.each.setup(() => {
    const before = process.env.MAIL_URL
    return () => {
      if (before === undefined) delete process.env.MAIL_URL
      else process.env.MAIL_URL = before
    }
  })

  test('{text} is read')
    .with([
      { text: 'a@b.example', name: '', address: 'a@b.example' },
      { text: 'Plaza <a@b.example>', name: 'Plaza', address: 'a@b.example' },
      { text: 'Der Platz, Köln <a@b.example>', name: 'Der Platz, Köln', address: 'a@b.example' },
      { text: '<a@b.example>', name: '', address: 'a@b.example' },
    ])
    .run(({ assert }, { text, name, address }) => {
      assert.deepEqual(readSender(text), { name, address })
    })

  test('{text} is refused')
    .with([
      { text: 'Plaza' },
      { text: 'Plaza <a@b' },
      { text: 'a b@c.example' },
      { text: 'a@b@c.example' },
      { text: 'A\r\nBcc: x@y.example <a@b.example>' },
      { text: '"Plaza" <a@b.example>' },
    ])
    .run(({ assert }, { text }) => {
      assert.isNull(readSender(text))
      assert.throws(() => mailSender()('MAIL_FROM', text), /^MAIL_FROM must be an address/)
    })

  test('is needed with MAIL_URL', ({ assert }) => {
    delete process.env.MAIL_URL
    assert.isUndefined(mailSender()('MAIL_FROM', undefined))
    process.env.MAIL_URL = 'smtps://mail.example.org'
    assert.throws(() => mailSender()('MAIL_FROM', ''), /^MAIL_FROM is missing, as MAIL_URL is set/)
  })
})

test.group('The site', () => {
  test('has a name in one line', ({ assert }) => {
    assert.equal(siteName('Plaza')('SITE_NAME', undefined), 'Plaza')
    assert.equal(siteName('Plaza')('SITE_NAME', ' Der Platz '), 'Der Platz')
    for (const name of ['\u200b', 'x'.repeat(61), 'a <b>', 'a\nb']) {
      assert.throws(() => siteName('Plaza')('SITE_NAME', name), /^SITE_NAME must be a name/)
    }
  })

  test('has an address of the web', ({ assert }) => {
    assert.isUndefined(webAddress()('SITE_URL', ''))
    assert.equal(webAddress()('SITE_URL', 'https://x.example/a'), 'https://x.example/a')
    for (const text of ['x.example', 'javascript:alert(1)', 'ftp://x.example']) {
      assert.throws(() => webAddress()('SITE_URL', text), /^SITE_URL must be an address/)
    }
  })
})

test.group('The texts of mails', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+/g)].map(String).sort()

  test('are there in each language, with the same values', ({ assert }) => {
    assert.deepEqual([...mailLanguages], ['en', 'de'])
    assert.sameMembers(Object.keys(de), Object.keys(en))
    for (const [name, text] of Object.entries(en)) {
      const german = de[name as keyof typeof en]
      assert.deepEqual(placeholders(german), placeholders(text), name)
      assert.equal(german.split('\n\n').length, text.split('\n\n').length, name)
    }
  })
})

test.group('A failure of a mail server', () => {
  test('is explained without what the server repeats', ({ assert }) => {
    const response =
      '554 5.7.1 <ada@example.org>: https://plaza.test/account/reset#token=abc looks bad, aHV3Y2Vsa3dqY2xrd2pjbGt3amNsa3dqY2xrd2pjbGt3ag\r\nagain'
    const error = Object.assign(new Error(response), {
      code: 'EENVELOPE',
      command: 'RCPT TO',
      response,
    })
    const { message, isDeadAddress } = failureOf(error)
    assert.equal(message, 'The mail server answered "554 5.7.1 … … looks bad, … again" to RCPT TO.')
    assert.isFalse(isDeadAddress)
  })

  test('of the sender tells nothing of the recipient', ({ assert }) => {
    const response = '550 5.1.1 No such sender'
    const facts = { code: 'EENVELOPE', command: 'MAIL FROM', response }
    assert.isFalse(failureOf(Object.assign(new Error(response), facts)).isDeadAddress)
    const ofRecipient = Object.assign(new Error(response), { ...facts, command: 'RCPT TO' })
    assert.isTrue(failureOf(ofRecipient).isDeadAddress)
  })
})
