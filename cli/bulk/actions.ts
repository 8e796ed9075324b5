import { staffCommands } from '#cli/staff_commands'

/** Actions for a batch: reversible, and without a value of their own. */
export const bulkCommands = staffCommands.filter(({ value, byMachine, makesPassword, isFinal }) => {
  return !value && !byMachine && !makesPassword && !isFinal
})

/** Larger batches need `--confirm` with the number of rows. */
export const MAX_ROWS_WITHOUT_NAME = 100

export const confirmationFor = (rows: number) =>
  rows > MAX_ROWS_WITHOUT_NAME ? String(rows) : undefined
