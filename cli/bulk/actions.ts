import { staffCommands } from '#cli/staff_commands'

/** Actions for a batch: reversible, and without a value of their own. */
export const bulkCommands = staffCommands.filter(({ value, makesPassword, isFinal }) => {
  return !value && !makesPassword && !isFinal
})

/** Larger batches need `--confirm` with the number of rows. */
export const rowsWithoutName = 100

export const nameOf = (rows: number) => (rows > rowsWithoutName ? String(rows) : undefined)
