import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const run = promisify(execFile)

/** Answers every question except one about this folder. */
const elsewhere = (what: string) => `case "$*" in *working_dir*) ;; ${what}*) echo id ;; esac`

test.group('docker/init.sh', (group) => {
  let folder: string

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-docker-'))
    await cp(app.makePath('docker'), join(folder, 'docker'), { recursive: true })
    return () => rm(folder, { recursive: true })
  })

  /** @param docker the script of `docker`; without it Docker does not answer */
  async function init(docker = 'exit 1') {
    const programs = join(folder, 'programs')
    await mkdir(programs, { recursive: true })
    await writeFile(join(programs, 'docker'), `#!/bin/bash\n${docker}\n`, { mode: 0o755 })
    const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` }
    return run('bash', [join(folder, 'docker/init.sh'), '1g'], { env })
  }

  const env = () => readFile(join(folder, '.env'), 'utf8')
  const nameOf = (text: string) => /^COMPOSE_PROJECT_NAME=(.*)$/m.exec(text)![1]

  test('writes all settings of docker-compose.yml, readable only for the owner', async ({
    assert,
  }) => {
    const { stdout } = await init()
    const text = await env()
    const compose = await readFile(app.makePath('docker-compose.yml'), 'utf8')

    for (const [, name] of compose.matchAll(/\$\{(\w+):\?/g)) {
      assert.match(text, new RegExp(`^${name}=.+$`, 'm'))
      assert.notInclude(stdout, new RegExp(`^${name}=(.+)$`, 'm').exec(text)![1])
    }
    assert.equal((await stat(join(folder, '.env'))).mode & 0o777, 0o600)
  })

  test('adds missing settings to an .env of {whose}, and changes no line of it')
    .with([
      {
        whose: 'npm run dev',
        before: 'NODE_ENV=development\nHOST=localhost\nAPP_KEY=one\nJWT_KEYS=a:b\n',
      },
      {
        whose: 'an older version',
        before: 'APP_KEY=one\nREDIS_PASSWORD=two # mine\nexport API_HEAP="9"',
      },
      { whose: 'nobody', before: '' },
    ])
    .run(async ({ assert }, { before }) => {
      await writeFile(join(folder, '.env'), before, { mode: 0o600 })
      await init()
      const text = await env()
      const again = await init()

      assert.isTrue(text.startsWith(before))
      const names = [...text.matchAll(/^(?:export )?(\w+)=/gm)].map(([, name]) => name)
      assert.lengthOf(new Set(names), names.length)
      assert.includeMembers(names, ['PLAZA_DB_PASSWORD', 'REDIS_PASSWORD', 'API_HEAP', 'APP_KEY'])
      assert.equal(await env(), text)
      assert.include(again.stdout, 'nothing was changed')
    })

  test('keeps the name and the volumes of an older stack: {docker}')
    .with([{ docker: 'exit 1' }, { docker: elsewhere('volume') }, { docker: elsewhere('ps') }])
    .run(async ({ assert }, { docker }) => {
      await writeFile(join(folder, '.env'), 'PLAZA_DB_PASSWORD=old\nPLAZA_PORT=80\n')
      await init(docker)
      assert.equal(nameOf(await env()), 'plaza')
    })

  test('chooses the name of the stack if {where}')
    .with([
      { where: 'Docker can not be asked', docker: 'exit 1', own: true },
      { where: 'another checkout has containers of that name', docker: elsewhere('ps'), own: true },
      { where: 'volumes of that name are there', docker: elsewhere('volume'), own: true },
      { where: 'there is no other', docker: 'exit 0', own: false },
      { where: 'the containers are its own', docker: 'echo id', own: false },
    ])
    .run(async ({ assert }, { docker, own }) => {
      await init(docker)
      assert.match(nameOf(await env()), own ? /^plaza-[\da-f]{8}$/ : /^plaza$/)
    })
})

test.group('docker/renewed.sh', () => {
  test('copies the certificate to the directory that {where} sets')
    .with([
      {
        where: '.env',
        env: ['PLAZA_TLS_DIRECTORY="FOLDER/tls"'],
        certificate: 'tls/fullchain.pem',
      },
      {
        where: 'a name in .env',
        env: ['PLAZA_TLS_DIRECTORY=FOLDER/tls # ours', 'PLAZA_TLS_CERTIFICATE=FOLDER/tls/own.pem'],
        certificate: 'tls/own.pem',
      },
    ])
    .run(async ({ assert, cleanup }, { env, certificate }) => {
      const folder = await mkdtemp(join(tmpdir(), 'plaza-tls-'))
      cleanup(() => rm(folder, { recursive: true }))
      await cp(app.makePath('docker'), join(folder, 'docker'), { recursive: true })
      await writeFile(join(folder, '.env'), env.join('\n').replaceAll('FOLDER', folder))
      await mkdir(join(folder, 'live'))
      for (const name of ['fullchain', 'privkey']) {
        await writeFile(join(folder, 'live', `${name}.pem`), `new ${name}`)
      }
      const docker = `#!/bin/bash\necho "$*" >> '${folder}/called'\n`
      await mkdir(join(folder, 'programs'))
      await writeFile(join(folder, 'programs/docker'), docker, { mode: 0o755 })

      await run('bash', [join(folder, 'docker/renewed.sh')], {
        env: {
          PATH: `${join(folder, 'programs')}:${process.env.PATH}`,
          RENEWED_LINEAGE: join(folder, 'live'),
        },
      })

      assert.equal(await readFile(join(folder, certificate), 'utf8'), 'new fullchain')
      assert.equal(await readFile(join(folder, 'tls/privkey.pem'), 'utf8'), 'new privkey')
      assert.equal((await stat(join(folder, 'tls/privkey.pem'))).mode & 0o777, 0o640)
      assert.include(await readFile(join(folder, 'called'), 'utf8'), 'kill --signal HUP nginx')
    })
    .skip(process.getuid?.() !== 0, 'Only root gives files to a group')
})
