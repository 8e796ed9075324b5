import { bulkCommands, nameOf } from '#cli/bulk/actions'
import { actOf, actsOf, hasEntries } from '#cli/bulk/batch'
import { changedRows } from '#cli/bulk/changes'
import { readPlan, refuseElsewhere, type Plan, type PlannedRow } from '#cli/bulk/plan'
import { runBatch } from '#cli/bulk/run'
import type { Door } from '#cli/doors/door'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#support/counted'
import { undoIdOf } from '#support/undo_batch'

export default async function apply(invocation: Invocation) {
  const { args, door: open, options, output, terminal } = invocation
  const [file] = args
  if (file === '-' && !options.yes && !options.dryRun) {
    throw new Failure(
      'unconfirmed',
      'The plan comes from where the answer would: give --yes, or a file'
    )
  }
  const plan = await readPlan(file, terminal)
  const door = await open()
  refuseElsewhere(plan, door)
  if (options.dryRun) return applyPlan(invocation, door, plan)

  const giveBack = await door.takeBatch(plan.batch_id)
  try {
    await applyPlan(invocation, door, plan)
  } finally {
    await giveBack()
  }
  output.note(`To take it back: plaza bulk undo ${plan.batch_id} --reason …`)
}

async function applyPlan(invocation: Invocation, door: Door, plan: Plan) {
  const { confirm, options } = invocation
  const { action, batch_id: id, reason, target_type: type, until } = plan
  if (await hasEntries(door, undoIdOf(id))) {
    throw new Failure('conflict', `Batch ${id} was taken back: make another plan`)
  }
  const rows = await rowsLeft(door, plan)
  if (rows.length > 0) await refuseChanged(door, plan, rows)
  if (!options.dryRun && rows.length > 0) {
    const { description } = bulkCommands.find((command) => command.action === action)!
    const many = counted(rows.length, type)
    const of = rows.length < plan.rows.length ? ` of ${plan.rows.length}` : ''
    await confirm(`${description}: ${many}${of} at ${door.place}?`, nameOf(plan.rows.length))
  }
  const acts = rows.map((row) => ({
    action,
    target_id: row.id,
    until,
    updated_at: row.updated_at,
    summary: row.summary,
  }))
  await runBatch(invocation, door, {
    id,
    reason,
    type,
    acts,
    skipped: plan.rows.length - rows.length,
  })
}

/** The rows of a plan that its batch has not acted on. */
async function rowsLeft(door: Door, { action, batch_id: id, rows }: Plan) {
  const done = await actsOf(door, id)
  return rows.filter((row) => !done.has(actOf({ action, target_id: row.id })))
}

async function refuseChanged(door: Door, plan: Plan, rows: PlannedRow[]) {
  const changed = await changedRows(door, plan, rows)
  if (changed.length === 0) return
  // Another run of the batch may have changed them: by a server, it goes on beside this one.
  const left = new Set((await rowsLeft(door, plan)).map(({ id }) => id))
  const others = changed.filter(({ id }) => left.has(id))
  if (others.length === 0) return
  const names = others.slice(0, 5).map((row) => row.id)
  const more = others.length > names.length ? ' …' : ''
  const what = `${counted(others.length, plan.target_type)} of the plan changed since (${names.join(', ')}${more})`
  throw new Failure('conflict', `${what}: nothing was done; make another plan`)
}
