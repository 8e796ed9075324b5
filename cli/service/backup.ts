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
