import { staffCommands } from '#cli/staff_commands'

/** The commands whose action a batch can do: it needs no more than a reason, and is not for ever. */
export const bulkCommands = staffCommands.filter(({ value, makesPassword, isFinal }) => {
  return !value && !makesPassword && !isFinal
})

/** From so many rows on, a yes is not enough. */
export const rowsWithoutName = 100

/** What `--confirm` must repeat for so many rows. */
export const nameOf = (rows: number) => (rows > rowsWithoutName ? String(rows) : undefined)
