import { test } from '@japa/runner'
import { localLogin, readIssuers, redirectUris } from '#start/oidc_rules'
import { roleBy } from '#domain/oidc'

const given = {
  OIDC_KEYCLOAK_ISSUER: 'https://id.example.org/realms/site',
  OIDC_KEYCLOAK_CLIENT_ID: 'plaza',
  OIDC_KEYCLOAK_CLIENT_SECRET: 'secret',
}

test.group('The settings of issuers', () => {
  test('make issuers, in the order of their names', ({ assert }) => {
    const more = {
      OIDC_A_B_ISSUER: 'http://localhost:8080/',
      OIDC_A_B_CLIENT_ID: ' a ',
      OIDC_A_B_CLIENT_SECRET: 'b',
      OIDC_REDIRECT_URIS: 'https://site.example/in',
      OTHER: 'x',
    }
    const groups = { OIDC_KEYCLOAK_GROUPS: 'admins=admin, /a=b=editor ,' }
    assert.deepEqual(readIssuers({ ...given, ...more, ...groups }), [
      {
        name: 'a-b',
        title: 'A B',
        url: 'http://localhost:8080/',
        clientId: 'a',
        clientSecret: 'b',
        roles: [],
      },
      {
        name: 'keycloak',
        title: 'Keycloak',
        url: given.OIDC_KEYCLOAK_ISSUER,
        clientId: 'plaza',
        clientSecret: 'secret',
        roles: [
          { group: 'admins', role: 'admin' },
          { group: '/a=b', role: 'editor' },
        ],
      },
    ])
    assert.deepEqual(readIssuers({}), [])
    assert.deepEqual(readIssuers({ OIDC_KEYCLOAK_ISSUER: ' ' }), [])
  })

  test('are refused by name, without a secret in the message', ({ assert }) => {
    const wrong: [Record<string, string>, RegExp][] = [
      [{ OIDC_KEYCLOAK_ISSUER: '' }, /OIDC_KEYCLOAK_ISSUER is missing/],
      [{ OIDC_KEYCLOAK_CLIENT_SECRET: '' }, /OIDC_KEYCLOAK_CLIENT_SECRET is missing/],
      [{ OIDC_KEYCLOAK_ISSUER: 'http://id.example.org' }, /must be an address of https/],
      [{ OIDC_KEYCLOAK_ISSUER: 'https://a:secret@id.example.org' }, /must be an address of https/],
      [{ OIDC_KEYCLOAK_GROUPS: 'admins' }, /must be group=role/],
      [{ OIDC_KEYCLOAK_GROUPS: '=admin' }, /must be group=role/],
      [{ OIDC_KEYCLOAK_SECRET: 'secret' }, /OIDC_KEYCLOAK_SECRET is no setting/],
      [{ OIDC_PASSKEY_ISSUER: 'https://a.test' }, /an issuer can't be called passkey/],
      [{ OIDC_SECOND_FACTOR_ISSUER: 'https://a.test' }, /can't be called second-factor/],
    ]
    for (const [more, message] of wrong) {
      assert.throws(() => readIssuers({ ...given, ...more }), message)
      try {
        readIssuers({ ...given, ...more })
      } catch (error) {
        assert.notMatch((error as Error).message, /=?secret$|:secret@/)
      }
    }
  })

  test('take addresses to lead back to, and nothing that a browser runs', ({ assert }) => {
    const read = redirectUris()
    const uris = ['https://site.example/in?a=b', 'org.example.app:/in', 'http://127.0.0.1:8080/in']
    assert.deepEqual(read('OIDC_REDIRECT_URIS', uris.join(' , ')), uris)
    assert.deepEqual(read('OIDC_REDIRECT_URIS'), [])
    for (const uri of ['javascript:alert(1)', '/in', 'https://a.test/#b', 'data:text/html,a']) {
      assert.throws(() => read('OIDC_REDIRECT_URIS', uri), /must be addresses/)
    }
  })

  test('are needed before passwords can be off', ({ assert, cleanup }) => {
    const read = localLogin()
    assert.equal(read('LOCAL_LOGIN'), 'on')
    assert.throws(() => read('LOCAL_LOGIN', 'off'), /no user could sign in/)
    assert.throws(() => read('LOCAL_LOGIN', 'no'), /must be on or off/)
    process.env.OIDC_KEYCLOAK_ISSUER = given.OIDC_KEYCLOAK_ISSUER
    cleanup(() => {
      delete process.env.OIDC_KEYCLOAK_ISSUER
    })
    assert.equal(read('LOCAL_LOGIN', 'off'), 'off')
  })
})

test.group('The role that groups give', () => {
  const roles = [
    { group: 'a', role: 'admin' },
    { group: 'e', role: 'editor' },
  ]

  test('is the first that is named, and none beyond the setting', ({ assert }) => {
    const by = (groups: string[], present: string) => roleBy({ roles }, groups, present, 'member')
    assert.equal(by(['e', 'a'], 'member'), 'admin')
    assert.equal(by(['e'], 'admin'), 'editor')
    assert.equal(by([], 'editor'), 'member')
    assert.isNull(by([], 'moderator'))
    assert.isNull(by(['other'], 'member'))
    assert.isNull(by(['e'], 'editor'))
    assert.isNull(roleBy({ roles: [] }, ['a'], 'editor', 'member'))
  })
})
