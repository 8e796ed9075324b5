import { glob, readFile } from 'node:fs/promises'
import { Secret } from '@adonisjs/core/helpers'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { parse } from 'yaml'
import env, { variables } from '#start/env'
import { secretSettings, settingTexts } from '#start/setting_texts'

const read = (path: string) => readFile(app.makePath(path), 'utf8')
const names = Object.keys(variables)

/** A cell of a table without its links and marks. */
const plain = (cell: string) =>
  cell
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .replaceAll('\\*', '*')
    .trim()

/** Settings that a way of running sets itself, because no other value would work. */
const settled = {
  compose: [
    ...['NODE_ENV', 'HOST', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'TRUSTED_PROXIES'],
    'MEDIA_DIR',
  ],
  backup: ['BACKUP_DIR', 'BACKUP_DATABASE_URL'],
  bare: ['NODE_ENV'],
}

test.group('Every setting', () => {
  test('is explained by the README', async ({ assert }) => {
    const [, readme] = (await read('README.md')).split('## Configuration')
    const explained = [...readme.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name)
    assert.sameMembers(explained, names)
  })

  test('has the words of the README in the API too', async ({ assert }) => {
    const [, readme] = (await read('README.md')).split('## Configuration')
    const rows = readme.matchAll(/^\| `([A-Z0-9_]+)`[^|]*\|[^|]*\|(.*)\|$/gm)
    const words = Object.fromEntries([...rows].map(([, name, text]) => [name, plain(text)]))
    assert.deepEqual({ ...settingTexts }, words)
  })

  test('that is a secret is known as one', ({ assert }) => {
    const held = names.filter((name) => env.get(name as 'APP_KEY') instanceof Secret)
    assert.includeMembers([...secretSettings], held)
  })

  test('reaches the containers of Compose from .env', async ({ assert }) => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true })
    for (const service of ['api', 'migrate', 'backup']) {
      const environment: Record<string, unknown> = services[service].environment
      const own = service === 'backup' ? [...settled.compose, ...settled.backup] : settled.compose
      // Only one container handles backups, with its own account and key.
      const due = names.filter((name) => service === 'backup' || !/^(BACKUP|POSTGRES)_/.test(name))
      for (const name of due.filter((one) => !own.includes(one))) {
        assert.property(environment, name, service)
        // Compose takes a variable without a value from .env, and omits it if .env has none.
        const value = environment[name]
        assert.isTrue(
          value === null || String(value).startsWith(`\${${name}:`),
          `${service}: ${name}`
        )
      }
      for (const name of own) assert.isNotNull(environment[name], `${service}: ${name}`)
    }
  })

  test('that Nginx shares reaches Nginx too', async ({ assert }) => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true })
    const { environment } = services.nginx
    assert.property(environment, 'BODY_LIMIT')
    assert.include(environment.PLAZA_TRUSTED_PROXIES, '${TRUSTED_PROXIES:-}')
  })

  test('of Nginx reaches it from .env', async ({ assert }) => {
    const script = await read('nginx/render.sh')
    const known = [...script.matchAll(/^export (PLAZA_\w+)="\$\{\1:-/gm)].map(([, name]) => name)
    const given = { ...parse(await read('docker-compose.yml'), { merge: true }).services.nginx }
    const tls = parse(await read('docker/tls.yml')).services.nginx
    const environment = { ...given.environment, ...tls.environment }
    // Set by the container: its addresses, the upstream and its folders.
    const fixed = [
      'LISTEN',
      'LISTEN_TLS',
      'UPSTREAM',
      'RESOLVER',
      'ACCESS_LOG',
      'CACHE',
      'STATIC',
      'MEDIA',
    ]
    for (const name of known.filter((one) => !fixed.includes(one.slice('PLAZA_'.length)))) {
      assert.property(environment, name)
      const value = environment[name]
      assert.isTrue(value === null || String(value).startsWith(`\${${name}:`), name)
    }
  })

  test('reaches the units from /etc/plaza, and no unit overrides it', async ({ assert }) => {
    for await (const path of glob('systemd/bare/*.service', { cwd: app.makePath() })) {
      const text = await read(path)
      for (const [, assignments] of text.matchAll(/^Environment=(.*)$/gm)) {
        for (const assignment of assignments.split(' ')) {
          assert.include(settled.bare, assignment.split('=')[0], path)
        }
      }
    }
  })
})
