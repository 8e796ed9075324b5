import { Failure } from '#cli/failure'
import { makeAccounts } from '#cli/service/bare/accounts'
import { installUnits, timersIn } from '#cli/service/bare/install'
import {
  command,
  current,
  nginxScript,
  nginxSite,
  releaseOf,
  source,
  user,
} from '#cli/service/bare/paths'
import { awaitReadiness, reload } from '#cli/service/bare/readiness'
import {
  buildRelease,
  commitOf,
  currentRelease,
  markRunning,
  pruneReleases,
  runningRelease,
  switchTo,
} from '#cli/service/bare/releases'
import { markBackup, takeBackup } from '#cli/service/backup'
import { Checkout } from '#cli/service/checkout'
import type { Machine } from '#cli/service/machine'
import { migrationsLeft, rolledBack, stopIf } from '#cli/service/rollback'
import { mainUnits, type UpgradeOptions } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import { propertiesOf } from '#cli/service/units'

const unit = mainUnits.bare

/** Switches to a new release, and back to the old one if it does not come up. */
export async function upgradeBare(machine: Machine, options: UpgradeOptions) {
  const { ref, from, backup, signal } = options
  const old = await runningRelease(machine)
  const checkout = await Checkout.at(machine, from ?? (await sourceOf(machine)))
  await checkout.fetch()
  const commit = await checkout.commitOf(ref)
  const name = await checkout.nameOf(commit)
  // A killed upgrade may have switched without starting.
  if (name === old && name === (await currentRelease(machine))) {
    machine.note(`${name} is what runs already`)
    return { version: name, from: old }
  }
  if (backup) {
    await takeBackup(machine)
    await markBackup(machine, `${command} backup mark`)
  }
  stopIf(signal)
  await makeAccounts(machine)
  await buildRelease(machine, checkout, commit)
  stopIf(signal)

  const oldCommit = await commitOf(machine, old)
  await migrate(machine, name)
  try {
    stopIf(signal)
    await activate(machine, name, old, await checkout.list(commit, 'systemd/bare'))
  } catch (error) {
    machine.note(`${name} does not come up, so ${old} comes back`)
    await restore(machine, old, name, await checkout.list(oldCommit, 'systemd/bare'))
    const migrations = await migrationsLeft(machine, plazaOf(old, 'db', 'status', '--jsonl'))
    throw rolledBack(error, { name, old, migrations })
  }
  await markRunning(machine, name)
  const [{ MainPID }] = await propertiesOf(machine, [unit])
  await pruneReleases(machine, [name, old], MainPID)
  machine.note(`${name} runs; ${old} stays beside it`)
  return { version: name, from: old }
}

/** The old version keeps serving meanwhile. */
async function migrate(machine: Machine, name: string) {
  await machine.run(plazaOf(name, 'db', 'migrate'))
}

function plazaOf(name: string, ...words: string[]) {
  const release = releaseOf(name)
  const plaza = [`${release}/bin/node`, `${release}/bin/plaza.js`, ...words]
  return sh`runuser -u ${user} -- ${plaza}`
}

async function activate(machine: Machine, name: string, old: string, files: string[]) {
  await switchTo(machine, name)
  await installUnits(machine, files)
  const timers = timersIn(files)
  if (timers.length > 0) await machine.run(sh`systemctl enable --now ${timers}`)
  await renewRedis(machine, name, old)
  if (await mustRestart(machine, name, old)) await machine.run(sh`systemctl restart ${unit}`)
  else await reload(machine)
  await awaitReadiness(machine)
  await renewNginx(machine)
}

async function renewNginx(machine: Machine) {
  if (await machine.isThere(nginxSite)) await machine.run(`bash ${nginxScript}`)
}

async function restore(machine: Machine, old: string, name: string, files: string[]) {
  await switchTo(machine, old)
  await installUnits(machine, files)
  await renewRedis(machine, old, name)
  const [{ ActiveState }] = await propertiesOf(machine, [unit])
  // Some workers may serve already: a reload loses no request.
  if (ActiveState === 'active') await reload(machine)
  else await machine.run(sh`systemctl restart ${unit}`)
  await awaitReadiness(machine)
  await renewNginx(machine)
}

/** A changed Redis unit or configuration needs a restart, which loses only counters and cache. */
async function renewRedis(machine: Machine, name: string, old: string) {
  if (machine.isDry) return
  const parts = ['systemd/bare/plaza-redis.service', 'systemd/bare/redis.conf']
  if (!(await differ(machine, name, old, parts))) return
  await machine.run('systemctl try-restart plaza-redis.service')
}

async function differ(machine: Machine, name: string, old: string, parts: string[]) {
  for (const part of parts) {
    const line = sh`diff --recursive --brief ${releaseOf(old)}/${part} ${releaseOf(name)}/${part}`
    if (!(await machine.ask(line)).ok) return true
  }
  return false
}

/** A reload replaces workers, but not the primary, its Node or its unit. */
async function mustRestart(machine: Machine, name: string, old: string) {
  if (machine.isDry) return false
  if (await differ(machine, name, old, ['bin', `systemd/bare/${unit}`])) return true
  const [{ ActiveState }] = await propertiesOf(machine, [unit])
  return ActiveState !== 'active'
}

async function sourceOf(machine: Machine): Promise<string> {
  const { text } = await machine.ask(sh`readlink ${source}`)
  if (text) return text
  throw new Failure('not_found', `${current} does not name its checkout: give --from`)
}
