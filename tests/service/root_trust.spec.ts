import { execFile } from 'node:child_process'
import {
  chmod,
  glob,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const read = (path: string) => readFile(app.makePath(path), 'utf8')

interface Result {
  code: number
  out: string
  err: string
}

/** Runs a script of the project, with the test's programs first on the PATH. */
async function script(path: string, args: string[], programs = ''): Promise<Result> {
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` }
  return run('bash', [app.makePath(path), ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr })
  )
}

/** Runs shell lines with the functions of docker/env_file.sh. */
const shell = (lines: string, ...args: string[]) =>
  run('bash', [
    '-euc',
    `. '${app.makePath('docker/env_file.sh')}'; ${lines}`,
    'test',
    ...args,
  ]).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr })
  )

test.group('Root in folders that others can change', (group) => {
  let folder: string

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-trust-'))
    return () => rm(folder, { recursive: true })
  })

  const settings = (name: string) => join(folder, name)

  test('init.sh writes settings that the group may read and only root may change', async ({
    assert,
  }) => {
    const { code, out, err } = await script('systemd/bare/init.sh', [folder])

    assert.equal(code, 0, err)
    for (const name of ['plaza.env', 'node.env', 'redis.env']) {
      assert.equal((await stat(settings(name))).mode & 0o777, 0o640, name)
    }
    const text = await readFile(settings('plaza.env'), 'utf8')
    const [, password] = /^REDIS_URL=redis:\/\/plaza:([\w-]{43})@/m.exec(text)!
    const redis = await readFile(settings('redis.env'), 'utf8')
    assert.notInclude(redis + out, password)
    assert.match(redis, /^PLAZA_REDIS_PASSWORD_SHA256=[\da-f]{64}$/m)
  })

  test('init.sh adds missing settings, and keeps existing ones', async ({ assert }) => {
    await writeFile(settings('plaza.env'), 'APP_KEY=mine\nREDIS_URL=redis://elsewhere:1')
    await script('systemd/bare/init.sh', [folder])
    const text = await readFile(settings('plaza.env'), 'utf8')
    await script('systemd/bare/init.sh', [folder])

    assert.match(text, /^APP_KEY=mine\nREDIS_URL=redis:\/\/elsewhere:1\n/)
    assert.lengthOf(text.match(/^(APP_KEY|REDIS_URL|JWT_KEYS)=/gm)!, 3)
    assert.equal(await readFile(settings('plaza.env'), 'utf8'), text)
    // A Redis that the operator names makes Plaza's own unnecessary.
    assert.isNull(await stat(settings('redis.env')).catch(() => null))
  })

  test('init.sh does not write through {name} if it is a link')
    .with([{ name: 'plaza.env' }, { name: 'node.env' }, { name: 'redis.env' }])
    .run(async ({ assert }, { name }) => {
      const target = settings('of-root')
      await writeFile(target, 'untouched')
      await symlink(target, settings(name))

      const { code, err } = await script('systemd/bare/init.sh', [folder])

      assert.equal(code, 6, err)
      assert.include(err, settings(name))
      assert.equal(await readFile(target, 'utf8'), 'untouched')
      assert.equal((await stat(target)).mode & 0o777, 0o644)
    })

  test('init.sh and nginx.sh refuse a folder that {who} may write to')
    .with([
      { who: 'a group', mode: 0o770, uid: 0 },
      { who: 'everybody', mode: 0o777, uid: 0 },
      { who: 'the service alone', mode: 0o750, uid: 1234 },
    ])
    .run(async ({ assert }, { mode, uid }) => {
      await writeFile(settings('plaza.env'), 'BODY_LIMIT=1mb\n')
      await chmod(folder, mode)
      if (uid !== 0) {
        if (!isRoot) return
        await run('chown', [String(uid), folder])
      }
      for (const path of ['systemd/bare/init.sh', 'systemd/bare/nginx.sh']) {
        const { code, err } = await script(path, [folder, folder])
        assert.equal(code, 6, err)
        assert.include(err, `${folder} can be changed by others`)
      }
    })

  test('nginx.sh parses its settings, and runs none: {line}')
    .with([
      { line: 'PLAZA_SERVER_NAME=$(touch PLANTED)', code: 2 },
      { line: 'PLAZA_READ_RATE=`touch PLANTED`', code: 0 },
      { line: 'touch PLANTED', code: 2 },
      { line: 'PLAZA_LISTEN=80; touch PLANTED', code: 2 },
      { line: 'PATH=FOLDER/evil', code: 2 },
      { line: 'LD_PRELOAD=FOLDER/evil.so', code: 2 },
      { line: 'BASH_ENV=FOLDER/evil.sh', code: 2 },
      { line: 'PLAZA_X[$(touch PLANTED)]=1', code: 2 },
    ])
    .run(async ({ assert }, { line, code }) => {
      const planted = settings('planted')
      const { programs, nginx } = await nginxHere()
      await writeFile(settings('plaza.env'), 'BODY_LIMIT=1mb\n')
      const text = line.replace('PLANTED', planted).replace('FOLDER', folder)
      await writeFile(settings('nginx.env'), `${text}\n`)

      const result = await script('systemd/bare/nginx.sh', [folder, nginx], programs)

      assert.equal(result.code, code, result.err)
      assert.isNull(await lstat(planted).catch(() => null))
    })

  test('nginx.sh accepts settings with quotes, spaces and comments', async ({ assert }) => {
    const { programs, nginx } = await nginxHere()
    await writeFile(settings('plaza.env'), 'BODY_LIMIT=2mb # large\n')
    const lines = [
      '# names',
      '',
      'export PLAZA_SERVER_NAME="a.example b.example"',
      "PLAZA_LISTEN='8080'",
    ]
    await writeFile(settings('nginx.env'), lines.join('\n'))

    const { code, err } = await script('systemd/bare/nginx.sh', [folder, nginx], programs)

    assert.equal(code, 0, err)
    const site = await readFile(join(nginx, 'plaza/plain.conf'), 'utf8')
    assert.include(site, 'server_name a.example b.example;')
    assert.include(site, 'listen 8080;')
    assert.include(await readFile(join(nginx, 'plaza/server.conf'), 'utf8'), 'size 2m;')
  })

  test('nginx.sh makes root the owner of settings that an older version gave to the service', async ({
    assert,
  }) => {
    const { programs, nginx } = await nginxHere()
    await writeFile(settings('plaza.env'), 'PORT=1\n')
    const called = settings('called')
    const programsOf = {
      stat: 'case "$*" in --format=%U*) echo plaza ;; *) exec /usr/bin/stat "$@" ;; esac',
      install: `echo "install $*" >> '${called}'`,
      find: `echo "find $*" >> '${called}'`,
    }
    for (const [name, lines] of Object.entries(programsOf)) {
      await writeFile(join(programs, name), `#!/bin/bash\n${lines}\n`, { mode: 0o755 })
    }

    const { code, err } = await script('systemd/bare/nginx.sh', [folder, nginx], programs)

    assert.equal(code, 0, err)
    const lines = (await readFile(called, 'utf8')).trim().split('\n')
    assert.equal(lines[0], `install -d -o root -g plaza -m 750 ${folder}`)
    assert.match(lines[1], /-type f -links 1 -exec chown root:plaza/)
  }).skip(!isRoot, 'Only root takes files over')

  test('a draft of settings never follows a planted link', async ({ assert }) => {
    await writeFile(settings('a.env'), 'A=1\n')
    const target = settings('of-root')
    await writeFile(target, 'untouched')
    // mktemp tries another name. The script replaces the file itself, of any kind.
    await rm(settings('a.env'))
    await symlink(target, settings('a.env'))
    const { out } = await shell('printf "B=2\\n" | add_missing "$1" heading', settings('a.env'))

    assert.equal(out, 'B\n')
    assert.equal(await readFile(target, 'utf8'), 'untouched')
    assert.isTrue((await lstat(settings('a.env'))).isFile())
  })

  /** Programs that always succeed, and the folder of an Nginx. */
  async function nginxHere() {
    const [programs, nginx] = [settings('programs'), settings('nginx')]
    await mkdir(join(nginx, 'sites-enabled'), { recursive: true })
    await mkdir(programs)
    for (const name of ['nginx', 'systemctl']) {
      await writeFile(join(programs, name), '#!/bin/sh\n', { mode: 0o755 })
    }
    return { programs, nginx }
  }
})

test.group('The scripts and units of an installation', () => {
  const scripts = () =>
    Array.fromAsync(glob('{docker,nginx,systemd}/**/*.sh', { cwd: app.makePath() }))
  const units = () => Array.fromAsync(glob('systemd/**/*.service', { cwd: app.makePath() }))

  test('source only files beside them, and evaluate nothing', async ({ assert }) => {
    const found = await scripts()
    assert.isAbove(found.length, 6)
    for (const path of found) {
      const text = (await read(path)).replaceAll(/^\s*#.*$/gm, '')
      for (const [line, file] of text.matchAll(/^\s*(?:\.|source)\s+(\S+).*$/gm)) {
        assert.match(file, /^("\$root\/)?docker\/env_file\.sh"?$/, `${path}: ${line}`)
      }
      assert.notMatch(text, /\b(eval|set -a|set -o allexport)\b/, path)
    }
  })

  test('of root write only into drafts', async ({ assert }) => {
    for (const path of (await scripts()).filter((one) => /^systemd\/|env_file/.test(one))) {
      const text = (await read(path)).replaceAll(/^\s*#.*$/gm, '')
      for (const [line, file] of text.matchAll(/(?<![<&\d-])>{1,2}\s*([^\s&|;)]+).*$/gm)) {
        assert.match(file, /^("\$draft"|\/dev\/null)$/, `${path}: ${line}`)
      }
    }
  })

  test('leave no core dump', async ({ assert }) => {
    const found = await units()
    assert.isAbove(found.length, 6)
    for (const path of found) assert.match(await read(path), /^LimitCORE=0$/m, path)
    assert.match(await read('docker-compose.yml'), /ulimits: \{ core: 0 \}/)
  })

  test('start only programs of root, with settings of root', async ({ assert }) => {
    for (const path of await units()) {
      const text = await read(path)
      for (const [line, program] of text.matchAll(/^Exec\w+=(\S+).*$/gm)) {
        // No prefix, because `+` and `!` would give root's rights to a unit of another user.
        assert.match(
          program,
          /^(\/opt\/plaza\/current\/bin\/node|\/usr\/bin\/\S+|\/bin\/kill)$/,
          line
        )
      }
      for (const [line, file] of text.matchAll(/^EnvironmentFile=-?(\S+)$/gm)) {
        assert.match(file, /^\/etc\/plaza\/\w+\.env$/, line)
      }
      assert.notMatch(text, /^ReadWritePaths=.*\/(etc|opt|usr)/m, path)
      assert.notMatch(text, /^(ConfigurationDirectory|PermissionsStartOnly)=/m, path)
    }
  })
})
