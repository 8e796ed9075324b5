import { test } from '@japa/runner'
import { Client, type Account } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { person } from '#tests/resilience/support/people'

/** The default limits. */
const defaults = {
  LIMIT_LOGIN: undefined,
  LIMIT_LOGIN_ACCOUNT: undefined,
  LIMIT_LOGIN_IP: undefined,
}

/** The peers that may forward another address. Behind Nginx there are none. */
const spoofs = [
  'X-Forwarded-For',
  'X-Real-IP',
  'Forwarded',
  'True-Client-IP',
  'CF-Connecting-IP',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'X-Originating-IP',
]

const spellings = ({ name }: Account) => [
  name,
  name.toUpperCase(),
  ` ${name}\t`,
  name.replace('m', 'ｍ'),
  `${name}\u200b`,
]

test.group('API2 and API6: attempts to avoid the limit on logins', (group) => {
  let square: Deployment
  group.setup(async () => {
    square = await Deployment.start({ workers: 3, env: defaults })
    return () => square.stop()
  })

  /** Tries passwords until one is refused unchecked. @returns how many were checked */
  async function heard(attempt: (time: number) => Promise<{ status: number }>, most: number) {
    for (let time = 0; time < most; time++) {
      const { status } = await attempt(time)
      if (status === 429) return time
      if (status !== 401) throw new Error(`POST /login answers ${status}`)
    }
    return most
  }

  const login = (port: number, username: string, headers: Record<string, string> = {}) =>
    new Client(port).post('/login', { username, password: 'not the password' }, { headers })

  const from = (address: string) => ({ 'X-Forwarded-For': address })

  test('{name}: all workers together accept {limit} wrong passwords, and no more')
    .with([
      {
        name: 'other spellings of one account',
        limit: 5,
        attempt: (account: Account) => {
          const names = spellings(account)
          return (time: number) =>
            login(square.plaza.port, names[time % names.length], from('192.0.2.1'))
        },
      },
      {
        name: 'addresses of one /64',
        limit: 5,
        attempt: (account: Account) => (time: number) =>
          login(square.plaza.port, account.name, from(`2001:db8:0:1::${time + 1}`)),
      },
      {
        name: 'an IPv4 address in IPv6 clothes',
        limit: 5,
        attempt: (account: Account) => (time: number) =>
          login(square.plaza.port, account.name, from(time % 2 ? '192.0.2.7' : '::ffff:192.0.2.7')),
      },
      {
        name: 'many addresses on one account',
        limit: 100,
        attempt: (account: Account) => (time: number) =>
          login(square.plaza.port, account.name, from(`198.51.${time >> 8}.${time & 255}`)),
      },
      {
        name: 'many accounts from one address',
        limit: 50,
        attempt: () => (time: number) =>
          login(square.plaza.port, `nobody_${time}`, from('203.0.113.9')),
      },
      {
        name: 'other addresses in headers, through Nginx',
        limit: 5,
        attempt: (account: Account) => (time: number) => {
          const address = `198.18.0.${time}`
          const headers = Object.fromEntries(spoofs.map((header) => [header, address]))
          return login((square.nginx ?? square.plaza).port, account.name, {
            ...headers,
            Forwarded: `for=${address}`,
          })
        },
      },
    ])
    .run(async ({ assert }, { name, limit, attempt }) => {
      const account = await person(square)
      assert.equal(await heard(attempt(account), limit + 20), limit)
      note({
        action: `wrong passwords: ${name}`,
        times: limit + 1,
        expected: `${limit} are heard, the next is 429`,
        result: 'as expected',
      })
    })

  test('of thirty simultaneous wrong passwords five are checked', async ({ assert }) => {
    const account = await person(square)
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => login(square.plaza.port, account.name, from('192.0.2.30')))
    )
    assert.lengthOf(
      answers.filter(({ status }) => status === 401),
      5
    )
  })
})
