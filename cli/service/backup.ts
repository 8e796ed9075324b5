import { Failure } from '#cli/failure'
import type { Machine } from '#cli/service/machine'
import { installedUnits } from '#cli/service/units'

const unit = 'plaza-backup.service'

/** Takes a backup by the timer's unit, with its rights and settings. @throws Failure without that unit */
export async function takeBackup(machine: Machine) {
  if (!(await installedUnits(machine)).includes(unit)) {
    throw new Failure('not_found', `There is no ${unit} to take a backup with: give --no-backup`)
  }
  await machine.run(`systemctl start ${unit}`)
}

/** Marks the new backup for the rule of upgrades. @param mark the command for `plaza backup mark` */
export async function markBackup(machine: Machine, mark: string) {
  try {
    await machine.run(`${mark} latest --before upgrade`)
  } catch {
    // The running version may lack the command.
    machine.note('The backup is not marked, and is kept as any other of its day')
  }
}
