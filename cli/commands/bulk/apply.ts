import { bulkCommands, confirmationFor } from '#cli/bulk/actions'
import { actOf, actsOf, hasEntries } from '#cli/bulk/batch'
import { changedRows } from '#cli/bulk/changes'
import { readPlan, refuseElsewhere, type Plan, type PlannedRow } from '#cli/bulk/plan'
import { runBatch } from '#cli/bulk/run'
import type { Transport } from '#cli/transports/transport'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { singularOf, subjectOf } from '#cli/staff_commands'
import { counted } from '#domain/counted'
import { undoIdOf } from '#domain/undo_batch'

export default async function apply(invocation: Invocation) {
  const { args, transport: open, options, output, terminal } = invocation
  const [file] = args
  if (file === '-' && !options.yes && !options.dryRun) {
    throw new Failure(
      'unconfirmed',
      'The plan is on standard input, which leaves no way to ask: give --yes, or a file'
    )
  }
  const plan = await readPlan(file, terminal)
  const transport = await open()
  refuseElsewhere(plan, transport)
  if (options.dryRun) return applyPlan(invocation, transport, plan)

  const release = await transport.lockBatch(plan.batch_id)
  try {
    await applyPlan(invocation, transport, plan)
  } finally {
    await release()
  }
  output.note(`To undo it: plaza bulk undo ${plan.batch_id} --reason …`)
}

async function applyPlan(invocation: Invocation, transport: Transport, plan: Plan) {
  const { confirm, options } = invocation
  const { action, batch_id: id, reason, target_type: type, until } = plan
  if (await hasEntries(transport, undoIdOf(id))) {
    throw new Failure('conflict', `Batch ${id} was undone: make a new plan`)
  }
  const rows = await rowsLeft(transport, plan)
  if (rows.length > 0) await refuseChanged(transport, plan, rows)
  if (!options.dryRun && rows.length > 0) {
    const { description } = bulkCommands.find((command) => command.action === action)!
    const many = counted(rows.length, singularOf[subjectOf[type]])
    const of = rows.length < plan.rows.length ? ` of ${plan.rows.length}` : ''
    await confirm(
      `${description}: ${many}${of} at ${transport.place}?`,
      confirmationFor(plan.rows.length)
    )
  }
  const acts = rows.map((row) => ({
    action,
    target_id: row.id,
    until,
    updated_at: row.updated_at,
    summary: row.summary,
  }))
  await runBatch(invocation, transport, {
    id,
    reason,
    type,
    acts,
    skipped: plan.rows.length - rows.length,
  })
}

async function rowsLeft(transport: Transport, { action, batch_id: id, rows }: Plan) {
  const done = await actsOf(transport, id)
  return rows.filter((row) => !done.has(actOf({ action, target_id: row.id })))
}

async function refuseChanged(transport: Transport, plan: Plan, rows: PlannedRow[]) {
  const changed = await changedRows(transport, plan, rows)
  if (changed.length === 0) return
  // Another run of the same batch may have changed them: a server runs both at once.
  const left = new Set((await rowsLeft(transport, plan)).map(({ id }) => id))
  const others = changed.filter(({ id }) => left.has(id))
  if (others.length === 0) return
  const names = others.slice(0, 5).map((row) => row.id)
  const more = others.length > names.length ? ' …' : ''
  const what = `${counted(others.length, singularOf[subjectOf[plan.target_type]])} of the plan changed since (${names.join(', ')}${more})`
  throw new Failure('conflict', `${what}: nothing was done; make a new plan`)
}
