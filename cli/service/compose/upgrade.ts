import { takeBackup } from '#cli/service/backup'
import { Checkout } from '#cli/service/checkout'
import { compose, Images } from '#cli/service/compose/images'
import type { Machine } from '#cli/service/machine'
import { rolledBack, stopIf } from '#cli/service/rollback'
import type { UpgradeOptions } from '#cli/service/service'

/** The checkout goes to the new version, since its compose file and its Nginx belong to it. */
export async function upgradeCompose(machine: Machine, options: UpgradeOptions, path: string) {
  const { ref, backup, signal } = options
  const checkout = await Checkout.at(machine, path)
  const images = new Images(machine)
  const before = await checkout.commitOf('HEAD')
  const old = await checkout.nameOf(before)
  await checkout.fetch()
  const commit = await checkout.commitOf(ref)
  const name = await checkout.nameOf(commit)
  if (name === old) {
    machine.note(`${name} is what runs already`)
    return { version: name, from: old }
  }
  if (backup) await takeBackup(machine)
  stopIf(signal)

  await images.name(old)
  try {
    await machine.run(checkout.git(['checkout', '--quiet', '--detach', commit]))
    await machine.run(compose(path, 'build'))
    stopIf(signal)
    await images.name(name)
    await machine.run(compose(path, 'up', '--detach', '--wait', '--remove-orphans'))
  } catch (error) {
    machine.note(`${name} does not come up, so ${old} comes back`)
    await machine.run(checkout.git(['checkout', '--quiet', '--detach', before]))
    await images.bringBack(old)
    await machine.run(compose(path, 'up', '--detach', '--wait', '--remove-orphans'))
    throw rolledBack(error, { name, old, migrations: await checkout.newMigrations(before, commit) })
  }
  await images.removeBut([name, old])
  machine.note(`${name} runs; the images of ${old} stay beside it`)
  return { version: name, from: old }
}
