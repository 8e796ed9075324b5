import { Failure } from '#cli/failure'
import { oneLine } from '#cli/output/plain'
import { takeBackup } from '#cli/service/backup'
import { Checkout } from '#cli/service/checkout'
import { compose, Images } from '#cli/service/compose/images'
import type { Machine } from '#cli/service/machine'
import { migrationsLeft, rolledBack, stopIf } from '#cli/service/rollback'
import type { UpgradeOptions } from '#cli/service/service'

/** The checkout goes to the new version, since its compose file and its Nginx belong to it. */
export async function upgradeCompose(machine: Machine, options: UpgradeOptions, path: string) {
  const { ref, backup, signal } = options
  const checkout = await Checkout.at(machine, path)
  const images = new Images(machine)
  // Without a ref the branch goes along, so that the next upgrade finds its newest again.
  const branch = ref === undefined ? await branchOf(checkout) : ''
  const before = await checkout.commitOf('HEAD')
  const old = await checkout.nameOf(before)
  await checkout.fetch()
  const commit = await checkout.commitOf(ref)
  const name = await checkout.nameOf(commit)
  if (name === old) {
    machine.note(`${name} is what runs already`)
    return { version: name, from: old }
  }
  if (branch && !(await checkout.isBefore(before, commit))) {
    const what = `${branch} in ${path} has commits that its upstream has not`
    throw new Failure('conflict', `${what}: git rebase them, or say which version`)
  }
  const goTo = (to: string) =>
    machine.run(
      checkout.git(['checkout', '--quiet', ...(branch ? ['-B', branch] : ['--detach']), to])
    )
  if (backup) await takeBackup(machine)
  stopIf(signal)

  await images.name(old)
  try {
    await goTo(commit)
    await machine.run(compose(path, 'build'))
    stopIf(signal)
    await images.name(name)
    await machine.run(compose(path, 'up', '--detach', '--wait', '--remove-orphans'))
  } catch (error) {
    machine.note(`${name} does not come up, so ${old} comes back`)
    const reason = await whyNotMigrated(machine, path)
    await goTo(before)
    await images.bringBack(old)
    await machine.run(compose(path, 'up', '--detach', '--wait', '--remove-orphans'))
    const status = compose(path, 'exec', '--no-TTY', 'api', 'plaza', 'db', 'status', '--jsonl')
    throw rolledBack(reason ?? error, {
      name,
      old,
      migrations: await migrationsLeft(machine, status),
    })
  }
  await images.removeBut([name, old])
  machine.note(`${name} runs; the images of ${old} stay beside it`)
  return { version: name, from: old }
}

/** Compose tells only that the container of the migrations failed. */
async function whyNotMigrated(machine: Machine, path: string): Promise<Error | undefined> {
  const logs = compose(path, 'logs', '--no-log-prefix', '--tail', '20', 'migrate')
  const { text } = await machine.ask(logs)
  const reason = /^error: (Migration .*)$(?![^])/m.exec(text)?.[1]
  return reason ? new Error(oneLine(reason)) : undefined
}

/** @throws Failure when there is none, and so no newest of it */
async function branchOf(checkout: Checkout): Promise<string> {
  const branch = await checkout.branch()
  if (branch) return branch
  const what = `${checkout.path} is on no branch`
  throw new Failure('usage', `${what}: say which version, or git checkout a branch there`)
}
