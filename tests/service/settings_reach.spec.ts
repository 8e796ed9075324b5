import { glob, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { parse } from 'yaml'
import { variables } from '#start/env'

const read = (path: string) => readFile(app.makePath(path), 'utf8')
const names = Object.keys(variables)

/** What a way of running settles by itself, since nothing else would work there. */
const settled = {
  compose: ['NODE_ENV', 'HOST', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'TRUSTED_PROXIES'],
  backup: ['BACKUP_DIR', 'BACKUP_DATABASE_URL'],
  bare: ['NODE_ENV'],
}

test.group('Every setting', () => {
  test('is explained by the README', async ({ assert }) => {
    const [, readme] = (await read('README.md')).split('## Configuration')
    const explained = [...readme.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name)
    assert.sameMembers(explained, names)
  })

  test('reaches the containers of Compose from .env', async ({ assert }) => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true })
    for (const service of ['api', 'migrate', 'backup']) {
      const environment: Record<string, unknown> = services[service].environment
      const own = service === 'backup' ? [...settled.compose, ...settled.backup] : settled.compose
      // Backups are the business of one container, which has an account and a key for them.
      const due = names.filter((name) => service === 'backup' || !/^(BACKUP|POSTGRES)_/.test(name))
      for (const name of due.filter((one) => !own.includes(one))) {
        assert.property(environment, name, service)
        // Without a value Compose takes it from .env, and leaves it out where that says nothing.
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
    // What the container settles: where it listens, what is behind it, where it may write.
    const fixed = ['LISTEN', 'LISTEN_TLS', 'UPSTREAM', 'RESOLVER', 'ACCESS_LOG', 'CACHE', 'STATIC']
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
