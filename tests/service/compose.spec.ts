import { readdir, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { Ajv } from 'ajv'
import { parse } from 'yaml'

interface Service {
  image: string
  user?: string
  ports?: string[]
  networks: string[]
  healthcheck?: object
  restart: string
  read_only: boolean
  cap_drop: string[]
  security_opt: string[]
  mem_limit: string
  pids_limit: number
  environment: Record<string, string>
  logging: { options: Record<string, string> }
}

const read = (path: string) => readFile(app.makePath(path), 'utf8')

const compose = async (): Promise<{ services: Record<string, Service>; networks: any }> =>
  parse(await read('docker-compose.yml'), { merge: true })

/** `KEY=value` lines. */
const settings = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split('=', 2))
  )

/** The schema of the Compose Specification: github.com/compose-spec/compose-spec, Apache-2.0. */
const schema = async () => {
  const { $schema, ...rest } = JSON.parse(await read('tests/support/compose-spec.json'))
  return rest
}

test.group('docker-compose.yml', () => {
  test('follows the Compose Specification, with and without TLS and IPv6', async ({ assert }) => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(await schema())
    for (const path of [
      'docker-compose.yml',
      'docker/tls.yml',
      'docker/ipv6.yml',
      'docker/s3.yml',
    ]) {
      const isValid = validate(parse(await read(path), { merge: true }))
      assert.isTrue(isValid, `${path}: ${JSON.stringify(validate.errors)}`)
    }
  })

  test('changes only the settings of Nginx for TLS', async ({ assert }) => {
    const { services } = parse(await read('docker/tls.yml'))
    assert.deepEqual(Object.keys(services), ['nginx'])
    assert.deepEqual(Object.keys(services.nginx), ['environment', 'ports', 'volumes'])
    for (const mount of services.nginx.volumes) assert.match(mount, /:ro$/)
  })

  test('lets only the container of backups out for a bucket', async ({ assert }) => {
    const { services } = parse(await read('docker/s3.yml'))
    assert.deepEqual(services, { backup: { networks: ['inside', 'egress'] } })
  })

  test('lets Nginx read the files of users, and not write them', async ({ assert }) => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true })
    assert.deepEqual(services.nginx.volumes, ['media:/var/lib/plaza/media:ro'])
    const dockerfile = await read('docker/Dockerfile')
    assert.lengthOf(dockerfile.match(/--mode=0711 \/var\/lib\/plaza\/media$/gm)!, 2)
  })

  test('publishes no port to IPv6 clients by default, because they would share an address', async ({
    assert,
  }) => {
    for (const path of ['docker-compose.yml', 'docker/tls.yml']) {
      for (const { ports = [] } of Object.values(parse(await read(path)).services) as Service[]) {
        for (const port of ports) assert.match(port, /^\$\{PLAZA_ADDRESS-0\.0\.0\.0:\}/)
      }
    }
    assert.isTrue(parse(await read('docker/ipv6.yml')).networks.outside.enable_ipv6)
  })

  test('publishes only Nginx', async ({ assert }) => {
    const { services, networks } = await compose()
    const published = Object.entries(services).filter(([, { ports }]) => ports)
    assert.deepEqual(
      published.map(([name]) => name),
      ['nginx']
    )
    assert.isTrue(networks.inside.internal)
    for (const [name, { networks: joined }] of Object.entries(services)) {
      assert.equal(joined.includes('outside'), name === 'nginx', name)
      // Mails go out, and nothing comes in.
      assert.equal(joined.includes('egress'), name === 'api', name)
    }
  })

  test('gives each service minimal rights, and limits', async ({ assert }) => {
    const { services } = await compose()
    for (const [name, service] of Object.entries(services)) {
      assert.isTrue(service.read_only, name)
      assert.deepEqual(service.cap_drop, ['ALL'], name)
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name)
      assert.isString(service.mem_limit, name)
      assert.isNumber(service.pids_limit, name)
      assert.property(service.logging.options, 'max-size', name)
      assert.match(service.restart, /^(unless-stopped|on-failure:\d)$/, name)
    }
  })

  test('has fixed images and a health check for each service', async ({ assert }) => {
    const { services } = await compose()
    const dockerfile = await read('docker/Dockerfile')
    assert.include(dockerfile, 'HEALTHCHECK')
    for (const [name, { image, healthcheck }] of Object.entries(services)) {
      // The image of the API has its own health check.
      if (image !== '${COMPOSE_PROJECT_NAME:-plaza}:local') assert.isObject(healthcheck, name)
      assert.match(image, /:[\w.-]+$/, name)
      assert.notMatch(image, /:latest$/, name)
    }
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    assert.sameMembers([...new Set(images)], ['node:24-trixie-slim', 'nginx:1.27'])
    assert.deepEqual(dockerfile.match(/^USER .*$/gm), ['USER nginx', 'USER plaza'])
  })

  test('contains no secret, and passes none in an argument', async ({ assert }) => {
    const text = await read('docker-compose.yml')
    for (const [, name] of text.matchAll(/\b(\w*(?:PASSWORD|KEYS?|TOKEN)): (?!\$\{)\S/g)) {
      assert.fail(`${name} has a value in docker-compose.yml`)
    }
    for (const { command } of Object.values((await compose()).services) as {
      command?: string[]
    }[]) {
      assert.notMatch(String(command), /(?<!\$)\$\{\w*(PASSWORD|KEY|TOKEN)/)
    }
  })

  test('has each of its settings in every profile', async ({ assert }) => {
    const text = await read('docker-compose.yml')
    const names = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
    const profiles = await readdir(app.makePath('docker/profiles'))
    assert.sameMembers(profiles, ['1g.env', '2g.env', '4g.env', '8g.env'])
    for (const profile of profiles) {
      const given = Object.keys(settings(await read(`docker/profiles/${profile}`)))
      assert.includeMembers([...names], given, profile)
      const sized = [...names].filter((name) => /^(POSTGRES|REDIS|API)_(?!PASSWORD)/.test(name))
      assert.includeMembers(given, sized, profile)
    }
  })

  test('leaves connections for the database itself', async ({ assert }) => {
    for (const profile of await readdir(app.makePath('docker/profiles'))) {
      const { POSTGRES_MAX_CONNECTIONS: most, DB_POOL_MAX: pool } = settings(
        await read(`docker/profiles/${profile}`)
      )
      assert.isAtLeast(Number(most), 3 * Number(pool) + 10, profile)
    }
  })
})
