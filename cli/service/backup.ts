import { Failure } from '#cli/failure'
import type { Machine } from '#cli/service/machine'
import { installedUnits } from '#cli/service/units'

const unit = 'plaza-backup.service'

/**
 * Takes a backup as the timer does, with the same rights and settings.
 *
 * @throws Failure when there is none to be had
 */
export async function takeBackup(machine: Machine) {
  if (!(await installedUnits(machine)).includes(unit)) {
    throw new Failure('not_found', `There is no ${unit} to take a backup with: --no-backup`)
  }
  await machine.run(`systemctl start ${unit}`)
}

/**
 * Marks the backup that was taken, so that it is kept by a rule of its own.
 *
 * @param mark the line of `plaza backup mark`, as far as that is the same for all
 */
export async function markBackup(machine: Machine, mark: string) {
  try {
    await machine.run(`${mark} latest --before upgrade`)
  } catch {
    // The version that runs may not know of it yet.
    machine.note('The backup is not marked, and is kept as any other of its day')
  }
}
