import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { hasNginx, render } from '#tests/support/own_nginx'
import { contentTypes, fileTypeOf, isShownInPlace } from '#domain/media'

const debian = '/etc/nginx'

test.group('nginx/render.sh', (group) => {
  let folder: string

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-render-'))
    return () => rm(folder, { recursive: true })
  })

  const rendered = (name: string) => readFile(join(folder, 'plaza', name), 'utf8')

  test("works with Debian's main file", async ({ assert }) => {
    await cp(debian, folder, { recursive: true, dereference: true })
    const main = await readFile(join(folder, 'nginx.conf'), 'utf8')
    assert.include(main, `${debian}/sites-enabled/`)
    await writeFile(join(folder, 'nginx.conf'), main.replaceAll(debian, folder))
    await rm(join(folder, 'sites-enabled'), { recursive: true })
    await mkdir(join(folder, 'sites-enabled'))

    render(folder, {})
    await symlink(join(folder, 'plaza/site.conf'), join(folder, 'sites-enabled/plaza'))
    await promisify(execFile)('nginx', ['-t', '-q', '-c', join(folder, 'nginx.conf')])
  }).skip(!hasNginx, 'there is no nginx on the PATH')

  test('uses the settings of the API and of the machine', async ({ assert }) => {
    render(folder, {
      BODY_LIMIT: '2MB',
      PLAZA_UPSTREAM: '10.0.0.1:3333 10.0.0.2:3333',
      PLAZA_TRUSTED_PROXIES: 'linklocal, 192.0.2.7',
    })
    const server = await rendered('server.conf')
    assert.include(server, 'client_max_body_size 2m;')
    assert.deepEqual(server.match(/(?<=set_real_ip_from ).*(?=;)/g), [
      '169.254.0.0/16',
      'fe80::/10',
      '192.0.2.7',
    ])
    const servers = (await rendered('site.conf')).match(/(?<=^ *server )\S+.*(?=;)/gm)
    const backups = ['10.0.0.1:3333 max_fails=0 backup', '10.0.0.2:3333 max_fails=0 backup']
    assert.deepEqual(servers, [
      '10.0.0.1:3333 max_fails=3 fail_timeout=2s',
      '10.0.0.2:3333 max_fails=3 fail_timeout=2s',
      ...Array.from({ length: 7 }, () => backups).flat(),
    ])
  })

  test('gives files of users the types and the disposition of the app', async ({ assert }) => {
    render(folder, { PLAZA_MEDIA: '/srv/media/public' })
    const files = await rendered('static.conf')
    assert.include(files, 'root /srv/media/public;')
    const [, location] = files.split('location /media/files/ {')
    const [, list] = /types \{([^}]*)\}/.exec(location)!
    const types = [...list.matchAll(/^ *(\S+) (\w+);$/gm)].map(([, type, ending]) => ({
      type,
      ending,
    }))
    const known = new Map(contentTypes.map((type) => [fileTypeOf(type).extension, type]))
    // An animated PNG is encoded anew as one without animation.
    known.set('png', 'image/png').delete('bin')
    assert.deepEqual(new Map(types.map(({ type, ending }) => [ending, type])), known)
    const [, shown] = /\(([\w|]+)\)\$" inline;/.exec(await rendered('site.conf'))!
    const inPlace = types.filter(({ type }) => isShownInPlace(type)).map(({ ending }) => ending)
    assert.sameMembers(shown.split('|'), inPlace)
  })

  test('refuses {0}, and keeps the old files')
    .with([
      ['a size that is none', { BODY_LIMIT: '5 apples' }, /BODY_LIMIT must be a size, such as/],
      ['what would be a directive', { PLAZA_SERVER_NAME: 'a; root /' }, /PLAZA_SERVER_NAME has a/],
      ['a certificate without a key', { PLAZA_TLS_CERTIFICATE: '/c.pem' }, /PLAZA_TLS_KEY must be/],
    ] as [string, Record<string, string>, RegExp][])
    .run(async ({ assert }, [, settings, complaint]) => {
      render(folder, {})
      const before = await rendered('server.conf')
      assert.throws(() => render(folder, settings), complaint)
      assert.equal(await rendered('server.conf'), before)
      assert.deepEqual(await readdir(folder), ['plaza'])
    })
})
