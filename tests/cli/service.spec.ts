import { test } from '@japa/runner'
import { linesOf, RecordedMachine } from '#tests/support/recorded_machine'

const commits = { old: '1'.repeat(40), next: '2'.repeat(40) }

/** A checkout of the user pi, whose newest version is v2. */
const checkout = [
  "'stat --format=%U '*) echo pi ;;",
  "*'rev-parse --git-dir') echo .git ;;",
  "*' remote') echo origin ;;",
  "*'symbolic-ref '*) echo main ;;",
  `*'rev-parse --verify --quiet --end-of-options HEAD'*) echo ${commits.old} ;;`,
  `*'rev-parse --verify '*nothing*) exit 1 ;;`,
  `*'rev-parse --verify '*) echo ${commits.next} ;;`,
  `*'describe '*' ${commits.old}') echo v1 ;;`,
  "*'describe '*) echo v2 ;;",
  "*'ls-tree --name-only '*' systemd/bare/') printf 'systemd/bare/%s\\n' init.sh plaza-api.service plaza-backup.timer ;;",
  "*'ls-tree --name-only '*' systemd/') printf 'systemd/%s\\n' bare plaza.service plaza-backup.timer ;;",
]

const units = [
  "'systemctl list-unit-files '*) printf '%s enabled\\n' plaza-api.service plaza-backup.service ;;",
  `'systemctl show --timestamp=unix '*)
    status='2 workers serve'
    [ -e "$STATE/reloaded" ] && status="2 workers serve; the reload is done"
    for unit in "\${@:4}"; do
      printf '%s\\n' "Id=$unit" LoadState=loaded ActiveState=active SubState=running Result=success \\
        "StatusText=$status" MainPID=0 NRestarts=0 WorkingDirectory=/srv/plaza ''
    done ;;`,
  `'systemctl reload plaza-api.service') : > "$STATE/reloaded" ;;`,
]

/** The output of the old version when the new one has run a migration. */
const migrated = `*'db status --jsonl')
  printf '{"name":"database/migrations/%s","status":"%s"}\\n' 1_users migrated 2_tags corrupt ;;`

const nothing = ["'systemctl show --property=LoadState '*) echo not-found ;;", ...checkout]

const bare = [
  "'systemctl show --property=LoadState '*' plaza-api.service') echo loaded ;;",
  "'systemctl show --property=LoadState '*) echo not-found ;;",
  "'readlink /opt/plaza/current') echo /opt/plaza/releases/v1 ;;",
  "'readlink /opt/plaza/source') echo /home/pi/plaza ;;",
  `'cat /opt/plaza/releases/v1/COMMIT') echo ${commits.old} ;;`,
  ...units,
  ...checkout,
]

const compose = [
  "'systemctl show --property=LoadState '*' plaza.service') echo loaded ;;",
  "'systemctl show --property=LoadState '*) echo not-found ;;",
  '*\'docker compose ps --format json\') echo \'{"Name":"plaza-api-1","Service":"api","State":"running","Health":"healthy","Status":"Up"}\' ;;',
  "'docker stats '*) echo '100.5MiB / 1GiB' ;;",
  // The API of the stack, which names its commit, and a second one beside it after an upgrade has started.
  `*'docker compose ps --quiet api') echo old-api; [ -e "$STATE/beside" ] && echo new-api ;;`,
  "*'docker compose ps --quiet nginx') echo old-nginx ;;",
  `'docker inspect '*revision*) echo ${commits.old} ;;`,
  "'docker inspect '*' old-api') echo sha256:api ;;",
  "'docker inspect '*' old-nginx') echo sha256:nginx ;;",
  `*'docker compose up '*' --scale api=2 '*) : > "$STATE/beside" ;;`,
  ...units,
  ...checkout,
]

/** The machine of a test, which is deleted with it. */
async function machineOf(
  cleanup: (callback: () => Promise<void>) => void,
  answers: string[],
  missing: string[] = []
) {
  const machine = await RecordedMachine.create(answers, missing)
  cleanup(() => machine.remove())
  return machine
}

/** The positions of some words in a list of lines. */
const placesOf = (lines: string[], words: string[]) =>
  words.map((word) => lines.findIndex((line) => line.includes(word)))

test.group('plaza service', () => {
  test('says in one line what is wrong with {line}')
    .with([
      { line: 'service status', answers: nothing, code: 3, says: 'not installed here' },
      { line: 'service install', answers: nothing, code: 3, says: '--kind bare|compose' },
      { line: 'service install --kind snap', answers: nothing, code: 2, says: 'bare, compose' },
      { line: 'service install --kind compose', answers: bare, code: 4, says: 'installed as bare' },
      { line: 'service upgrade nothing', answers: bare, code: 3, says: 'knows no version' },
      { line: 'service upgrade', answers: ["'systemctl '*) exit 1 ;;"], code: 7, says: 'systemd' },
      { line: 'service logs --json', answers: bare, code: 2, says: 'JSON lines already' },
      { line: 'service status --remote http://a', answers: bare, code: 2, says: '--remote' },
      { line: 'service uninstall', answers: bare, code: 5, says: '--yes' },
      {
        line: 'service uninstall --purge --yes',
        answers: bare,
        code: 5,
        says: '--confirm test-host',
      },
    ])
    .run(async ({ assert, cleanup }, { line, answers, code, says }) => {
      const machine = await machineOf(cleanup, answers)

      const result = await machine.run(line)

      assert.equal(result.code, code, result.err)
      assert.include(result.err + result.out, says)
    })

  test('{line} needs root')
    .with([
      { line: 'service install --kind bare', answers: nothing },
      { line: 'service upgrade', answers: bare },
      { line: 'service uninstall --yes', answers: bare },
    ])
    .run(async ({ assert, cleanup }, { line, answers }) => {
      const machine = await machineOf(cleanup, answers)

      const { code, err } = await machine.run(line, { user: 'pi' })

      assert.equal(code, 6)
      assert.include(err, 'sudo')
      assert.isEmpty(linesOf({ err }))
    })

  test('a dry run of {line} prints the exact commands, and runs none')
    .with([
      { line: 'service install --kind bare', answers: nothing },
      { line: 'service install --kind compose', answers: nothing },
      { line: 'service upgrade', answers: bare },
      { line: 'service upgrade v2 --no-backup', answers: compose },
      { line: 'service uninstall --yes', answers: bare },
      { line: 'service uninstall --purge --yes --confirm test-host', answers: compose },
    ])
    .run(async ({ assert, cleanup }, { line, answers }) => {
      const machine = await machineOf(cleanup, answers)

      const dry = await machine.run(`${line} --dry-run`)
      const asked = await machine.called()
      const real = await machine.run(line)

      assert.equal(dry.code, 0, dry.err)
      assert.equal(real.code, 0, real.err)
      const lines = dry.out.split('\n').filter(Boolean)
      assert.isAbove(lines.length, 3)
      assert.deepEqual(linesOf(real), lines)
      const changes =
        /^(useradd|userdel|install|ln|mv|rm|cp|chown|chmod|find|tar|bash|npm|systemd-run|curl --fail --silent --show)|^(systemctl (enable|disable|start|restart|reload|daemon)|docker tag|env .* docker compose .*(build|up|down))/
      assert.isEmpty(asked.filter((call) => changes.test(call)))
      assert.notMatch(dry.out, /(APP_KEY|JWT_KEYS|PASSWORD)=/)
    })
})

test.group('plaza service install', () => {
  test('names the packages that are missing', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, nothing, ['redis-server', 'nginx', 'createdb'])

    const { code, err } = await machine.run('service install --kind bare')

    assert.equal(code, 7)
    assert.include(err, 'sudo apt install postgresql redis-server')
  })

  test('builds with an account that sees no settings, and passes only bytes to root', async ({
    assert,
    cleanup,
  }) => {
    const machine = await machineOf(cleanup, nothing)

    const lines = linesOf(await machine.run('service install --kind bare'))

    const npm = lines.filter((line) => / npm /.test(line))
    assert.lengthOf(npm, 4)
    for (const line of npm) {
      assert.match(line, /^systemd-run .*--uid=plaza-build/)
      assert.include(line, '--property=InaccessiblePaths=-/etc/plaza')
    }
    // Only the builder reads its files, and root copies them from a stream.
    const work = '/opt/plaza/releases/.building/work'
    for (const line of lines.filter((one) => one.includes(work))) {
      assert.match(line, /^(systemd-run|install -d -o plaza-build -g plaza-build) /)
    }
    for (const part of ['systemd', 'nginx', 'docker']) {
      assert.match(
        lines.find((line) => line.startsWith('cp -r'))!,
        new RegExp(`tree/${part} `)
      )
    }
  })

  test('gives the service only its own folder: {line}')
    .with([
      { line: 'service install --kind bare', answers: nothing },
      { line: 'service install', answers: bare },
      { line: 'service upgrade', answers: bare },
    ])
    .run(async ({ assert, cleanup }, { line, answers }) => {
      const machine = await machineOf(cleanup, answers)

      const lines = linesOf(await machine.run(line))

      const given = lines.filter((one) => /-o plaza |chown.*plaza:|--owner/.test(one))
      for (const one of given.filter((each) => !each.includes('createdb'))) {
        assert.equal(one, 'install -d -o plaza -g plaza -m 711 /var/lib/plaza')
      }
      assert.include(lines, 'install -d -o root -g plaza -m 750 /etc/plaza')
      // The service's user runs only programs that root owns.
      for (const one of lines.filter((each) => each.startsWith('runuser -u plaza '))) {
        assert.match(one, /^runuser -u plaza -- \/opt\/plaza\/releases\/v2\/bin\/node /)
      }
    })

  test('repairs an existing installation without a build', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, bare)

    const result = await machine.run('service install')

    assert.equal(result.code, 0, result.err)
    assert.include(result.err, 'installed already')
    const lines = linesOf(result).join('\n')
    assert.notInclude(lines, 'npm')
    assert.include(lines, 'systemctl enable --now plaza-api.service plaza-backup.timer')
  })

  test('leaves Nginx alone with --no-nginx', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, nothing, ['nginx'])

    const result = await machine.run('service install --kind bare --no-nginx')

    assert.equal(result.code, 0, result.err)
    assert.notInclude(linesOf(result).join('\n'), 'nginx.sh')
  })

  test('writes the Compose units for the path of the checkout', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, nothing)

    const result = await machine.run('service install --kind compose --from /home/pi/plaza')

    const lines = linesOf(result)
    const places = placesOf(lines, ['docker/init.sh', ' build', 'docker tag', '|/home/pi/plaza|'])
    assert.deepEqual(places, [0, 1, 2, 5])
    assert.equal(lines[0], 'runuser -u pi -- bash /home/pi/plaza/docker/init.sh')
    assert.equal(lines.at(-1), 'systemctl enable --now plaza.service plaza-backup.timer')
  })
})

test.group('plaza service upgrade', () => {
  test('takes a backup, builds, migrates, switches, reloads and checks, in this order', async ({
    assert,
    cleanup,
  }) => {
    const machine = await machineOf(cleanup, bare)

    const result = await machine.run('service upgrade --json')

    assert.equal(result.code, 0, result.err)
    assert.containsSubset(result.json.data, { kind: 'bare', version: 'v2', from: 'v1' })
    const places = placesOf(linesOf(result), [
      'fetch',
      'systemctl start plaza-backup.service',
      'npm run build',
      'releases/v2/bin/plaza.js db migrate',
      'mv -T /opt/plaza/current.next /opt/plaza/current',
      'systemctl reload plaza-api.service',
      'health/ready',
    ])
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other)
    )
    assert.notInclude(places, -1)
  })

  test('continues after an upgrade that was killed before the start', async ({
    assert,
    cleanup,
  }) => {
    const switched = [
      "'readlink /opt/plaza/current') echo /opt/plaza/releases/v2 ;;",
      "'readlink /opt/plaza/running') echo /opt/plaza/releases/v1 ;;",
    ]
    const machine = await machineOf(cleanup, [...switched, ...bare])

    const result = await machine.run('service upgrade --no-backup')

    assert.equal(result.code, 0, result.err)
    assert.include(linesOf(result), 'systemctl reload plaza-api.service')
    assert.include(linesOf(result), 'ln -sfn /opt/plaza/releases/v2 /opt/plaza/running')
  })

  test('restarts if the primary process has changed', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, ["'diff '*) exit 1 ;;", ...bare])

    const lines = linesOf(await machine.run('service upgrade --no-backup'))

    assert.include(lines, 'systemctl restart plaza-api.service')
    assert.notInclude(lines.join('\n'), 'plaza-backup.service')
  })

  test('leaves the running version alone when {what} fails')
    .with([
      { what: 'the backup', fails: 'systemctl start plaza-backup.service' },
      { what: 'the build', fails: 'systemd-run *npm run build*' },
      { what: 'a migration', fails: 'runuser *db migrate' },
    ])
    .run(async ({ assert, cleanup }, { fails }) => {
      const machine = await machineOf(cleanup, [
        `${fails.replaceAll(' ', '\\ ')}) exit 1 ;;`,
        ...bare,
      ])

      const result = await machine.run('service upgrade')

      assert.equal(result.code, 7, result.err)
      assert.notMatch(linesOf(result).join('\n'), /current\.next|systemctl (reload|restart)/)
    })

  test('restores the old version if the new one is not ready', async ({ assert, cleanup }) => {
    // The first check fails. The second one is for the old version.
    const once = `'curl --fail --silent --show-error '*) [ -e "$STATE/looked" ] || { : > "$STATE/looked"; exit 22; } ;;`
    const machine = await machineOf(cleanup, [once, "'diff '*) exit 1 ;;", migrated, ...bare])

    const result = await machine.run('service upgrade')

    assert.equal(result.code, 9, result.err)
    const lines = linesOf(result)
    const links = lines.filter((line) => line.startsWith('ln -sfn /opt/plaza/releases/'))
    assert.deepEqual(links, [
      'ln -sfn /opt/plaza/releases/v2 /opt/plaza/current.next',
      'ln -sfn /opt/plaza/releases/v1 /opt/plaza/current.next',
    ])
    assert.include(lines.at(-1), 'health/ready')
    assert.match(result.err, /v1 runs again.*migrations of v2 stay \(2_tags\).*backup list/)
  })

  test('restores the old version if the new workers do not start', async ({ assert, cleanup }) => {
    // The first reload fails. The second one is for the old version.
    const reload = `'systemctl reload plaza-api.service')
      [ -e "$STATE/reloaded" ] && : > "$STATE/again"
      : > "$STATE/reloaded" ;;`
    const answers = bare.map((answer) =>
      answer.replace('is done', '$([ -e "$STATE/again" ] && echo done || echo failed)')
    )
    const machine = await machineOf(cleanup, [reload, ...answers])

    const result = await machine.run('service upgrade')

    assert.equal(result.code, 9, result.err)
    assert.include(result.err, 'A worker of the new version does not start')
    const switched = linesOf(result).filter((line) => line.startsWith('ln -sfn /opt/plaza/rel'))
    assert.include(switched.at(-1), 'releases/v1')
  })

  test('migrates the stack while the old API serves, and starts the new one beside it', async ({
    assert,
    cleanup,
  }) => {
    const machine = await machineOf(cleanup, compose)

    const result = await machine.run('service upgrade v2')

    assert.equal(result.code, 0, result.err)
    const lines = linesOf(result)
    const places = placesOf(lines, [
      'systemctl start plaza-backup.service',
      'plaza backup mark latest --before upgrade',
      'docker tag sha256:api plaza:v1',
      `checkout --quiet --detach ${commits.next}`,
      `PLAZA_COMMIT=${commits.next} docker compose build`,
      'docker tag plaza:local plaza:v2',
      'run --rm migrate',
      'rm --force migrate',
      '--scale api=2 api',
      'kill --signal HUP nginx',
      'docker stop old-api',
      'docker rm old-api',
      'up --detach --wait --remove-orphans',
      'docker image prune',
    ])
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other)
    )
    assert.notInclude(places, -1)
  })

  test('names the failed migration, and does not claim that others remain', async ({
    assert,
    cleanup,
  }) => {
    const failure = 'Migration 2_tags failed, and nothing of it stays: relation "x" exists (42P07)'
    const says = `echo 'error: ${failure}' >&2; exit 1 ;;`

    const stack = await machineOf(cleanup, [
      `*'docker compose run --rm migrate') ${says}`,
      ...compose,
    ])
    const upgraded = await stack.run('service upgrade v2 --no-backup')
    assert.equal(upgraded.code, 9, upgraded.err)
    assert.match(
      upgraded.err,
      /error: v2 did not come up, and v1 runs again: .*Migration 2_tags failed/
    )
    assert.notMatch(upgraded.err, /stay \(/)

    const bareOne = await machineOf(cleanup, [`*'plaza.js db migrate') ${says}`, ...bare])
    const failed = await bareOne.run('service upgrade')
    assert.equal(failed.code, 7, failed.err)
    assert.match(failed.err, /^error: .*db migrate ended with 1 \(Migration 2_tags failed/m)
  })

  test('reads the running version, not the checkout: {what}')
    .with([
      { what: 'a pull came before', head: commits.next, revision: commits.old, runs: true },
      { what: 'an image that does not say', head: commits.next, revision: '', runs: true },
      { what: 'the newest', head: commits.old, revision: commits.next, runs: false },
    ])
    .run(async ({ assert, cleanup }, { head, revision, runs }) => {
      const machine = await machineOf(cleanup, [
        `'docker inspect '*revision*) echo ${revision} ;;`,
        `*'rev-parse --verify --quiet --end-of-options HEAD'*) echo ${head} ;;`,
        ...compose,
      ])

      const result = await machine.run('service upgrade --no-backup')

      assert.equal(result.code, 0, result.err)
      const built = linesOf(result).filter((line) => line.includes('docker compose build'))
      assert.lengthOf(built, runs ? 1 : 0)
      assert.equal(result.err.includes('runs already'), !runs)
    })

  test('restores everything, the checkout too, if an upgrade of the stack fails when {what}')
    .with([
      { what: 'it is built', fails: "*'docker compose build'*", ref: 'v2', fresh: false },
      { what: 'it migrates', fails: "*'docker compose run --rm migrate'*", ref: '', fresh: false },
      {
        what: 'it starts',
        fails: "*'docker compose up '*' --scale api=2 '*",
        ref: 'v2',
        fresh: true,
      },
    ])
    .run(async ({ assert, cleanup }, { fails, ref, fresh }) => {
      const machine = await machineOf(cleanup, [
        `${fails}) : > "$STATE/beside"; exit 1 ;;`,
        ...(fresh ? [] : ["*'docker compose ps --quiet api') echo old-api ;;"]),
        "'docker image ls '*) printf '%s\\n' local v1 v2 v0 ;;",
        migrated,
        ...compose,
      ])

      const result = await machine.run(`service upgrade ${ref} --no-backup`)

      assert.equal(result.code, 9, result.err)
      const lines = linesOf(result)
      const back = lines.slice(lines.indexOf('docker tag plaza:v1 plaza:local'))
      assert.deepEqual(back, [
        'docker tag plaza:v1 plaza:local',
        'docker tag plaza-nginx:v1 plaza-nginx:local',
        `runuser -u pi -- git -C /srv/plaza checkout --quiet --detach ${commits.old}`,
        ...(fresh ? ['docker rm --force new-api'] : []),
        'env --chdir=/srv/plaza docker compose up --detach --wait --remove-orphans',
        `runuser -u pi -- git -C /srv/plaza checkout --quiet -B main ${commits.old}`,
        ...['plaza', 'plaza-nginx'].flatMap((name) => [
          `docker image rm ${name}:v2`,
          `docker image rm ${name}:v0`,
        ]),
        'docker image prune --force --filter label=org.opencontainers.image.vendor=Plaza',
      ])
      assert.notInclude(lines.join('\n'), 'docker stop')
      assert.match(result.err, /migrations of v2 stay \(2_tags\)/)
    })

  test('moves the branch of the checkout along', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, compose)

    const result = await machine.run('service upgrade --no-backup')

    assert.equal(result.code, 0, result.err)
    const went = `runuser -u pi -- git -C /srv/plaza checkout --quiet -B main ${commits.next}`
    assert.include(linesOf(result), went)
  })

  test('refuses {what} for a stack')
    .with([
      {
        what: 'to lose commits of the branch',
        answer: "*'merge-base --is-ancestor '*) exit 1 ;;",
        code: 4,
        says: 'main in /srv/plaza has commits that its upstream has not',
      },
      {
        what: 'to guess a version on no branch',
        answer: "*'symbolic-ref '*) exit 1 ;;",
        code: 2,
        says: '/srv/plaza is on no branch',
      },
    ])
    .run(async ({ assert, cleanup }, { answer, code, says }) => {
      const machine = await machineOf(cleanup, [answer, ...compose])

      const result = await machine.run('service upgrade --no-backup')

      assert.equal(result.code, code, result.err)
      assert.include(result.err, says)
      assert.isEmpty(linesOf(result).filter((line) => !line.includes(' fetch ')))
    })
})

test.group('plaza service status', () => {
  test('fits on a screen, and exits with 0', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, bare)

    const { code, out } = await machine.run('service status')

    assert.equal(code, 0)
    assert.match(out, /^Version +v1$/m)
    assert.match(out, /^Ready +yes$/m)
    assert.isBelow(out.split('\n').length, 24)
  })

  test('shows the next times of the timers', async ({ assert, cleanup }) => {
    const timer = `'systemctl show --timestamp=unix '*) printf '%s\\n' Id=plaza-backup.timer \\
      LoadState=loaded ActiveState=active 'NextElapseUSecRealtime=Tue 2026-11-24 02:28:18 UTC' ;;`
    const machine = await machineOf(cleanup, [timer, ...bare])

    const { json } = await machine.run('service status --json')

    const next = '2026-11-24T02:28:18.000Z'
    assert.deepEqual(json.data.timers, [{ unit: 'plaza-backup.timer', next }])
  })

  test('exits with 9 if the API is not ready', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, ["'curl '*) exit 22 ;;", ...bare])

    const { code, json } = await machine.run('service status --json')

    assert.equal(code, 9)
    assert.isFalse(json.data.ready)
    assert.deepEqual(json.data.troubles, ['the API is not ready'])
  })

  test('shows the containers of Compose', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, compose)

    const { code, json } = await machine.run('service status --json')

    assert.equal(code, 0)
    assert.containsSubset(json.data, { kind: 'compose', ready: true, workers: 1, version: 'v1' })
    assert.equal(json.data.memory, Math.round(100.5 * 2 ** 20))
  })
})

test.group('plaza service logs', () => {
  test('asks journald or Docker for the given lines and time')
    .with([
      {
        answers: bare,
        call: 'journalctl --no-pager --output=cat --unit=plaza-* --lines=5 --since 2026-01-02 00:00:00 UTC',
      },
      {
        answers: compose,
        call: 'env --chdir=/srv/plaza docker compose logs --no-color --tail 5 --since 2026-01-02T00:00:00.000Z',
      },
    ])
    .run(async ({ assert, cleanup }, { answers, call }) => {
      const machine = await machineOf(cleanup, [
        // Debian's Compose clears the terminal line before each.
        String.raw`*' 5 '*|*=5' '*) printf '\033[2Ka line\n' ;;`,
        ...answers,
      ])

      const { code, out } = await machine.run('service logs -n 5 --since 2026-01-02')

      assert.equal(code, 0)
      assert.equal(out, 'a line\n')
      assert.include(await machine.called(), call)
    })
})

/** Control sequences of a terminal: titles, colours, cursor moves (C0, C1, in parts) and reordered lines. */
const escapes = [
  {
    printed: String.raw`\033]0;owned\007`,
    shown: String.raw`\u001b]0;owned\u0007`,
  },
  { printed: String.raw`\302\23331m`, shown: String.raw`\u009b31m` },
  { printed: String.raw`\342\200\256x`, shown: String.raw`\u202ex` },
  { printed: String.raw`true\rfalse`, shown: String.raw`true\u000dfalse` },
  { printed: String.raw`a\010b`, shown: String.raw`a\u0008b` },
  { printed: String.raw`\033[2J`, shown: String.raw`\u001b[2J` },
]

test.group('The output of other programs', () => {
  test('is shown escaped', async ({ assert, cleanup }) => {
    const say = escapes.map(({ printed }) => inTwoParts(printed)).join('; ')
    const shown = escapes.map((one) => `${one.shown}\nlast\n`).join('')
    const machine = await machineOf(cleanup, [
      `'journalctl '*) ${say}; { ${say}; } >&2 ;;`,
      `'systemd-run '*' ci '*) ${say}; { ${say}; } >&2 ;;`,
      ...bare,
    ])

    const logs = await machine.run('service logs')
    const upgrade = await machine.run('service upgrade --no-backup')

    assert.equal(logs.out, shown)
    assert.equal(logs.err, shown)
    assert.include(upgrade.err, shown)
    assert.notMatch(logs.out + logs.err + upgrade.err, /[^\P{Cc}\n]|\u202e/u)
  })
})

/** A shell command. The second part begins in the middle of a sequence. */
function inTwoParts(printed: string): string {
  const half = (/.\\/.exec(printed)?.index ?? printed.length) + 1
  return `printf '${printed.slice(0, half)}'; printf '${printed.slice(half)}\\nlast\\n'`
}

test.group('plaza service uninstall', () => {
  test('drops the databases that restores kept, before their owner', async ({
    assert,
    cleanup,
  }) => {
    const kept = `*'from pg_database'*) printf '%s\\n' plaza plaza_before_20261123t154849 ;;`
    const machine = await machineOf(cleanup, [kept, ...bare])

    const result = await machine.run('service uninstall --purge --yes --confirm test-host')

    const lines = linesOf(result).filter((line) => line.startsWith('runuser -u postgres'))
    assert.deepEqual(lines, [
      'runuser -u postgres -- dropdb --if-exists --force plaza',
      'runuser -u postgres -- dropdb --if-exists --force plaza_before_20261123t154849',
      'runuser -u postgres -- dropuser --if-exists plaza',
    ])
  })

  test('deletes the backup volume of a stack too', async ({ assert, cleanup }) => {
    const machine = await machineOf(cleanup, compose)

    const result = await machine.run('service uninstall --purge --yes --confirm test-host')

    const down = "env --chdir=/srv/plaza docker compose --profile '*' down --volumes"
    assert.include(linesOf(result), down)
  })
})
