import { bulkCommands, nameOf } from '#cli/bulk/actions'
import { actOf, entriesOf, undoIdOf } from '#cli/bulk/batch'
import { changedRows } from '#cli/bulk/changes'
import { readPlan, refuseElsewhere } from '#cli/bulk/plan'
import { runBatch } from '#cli/bulk/run'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#support/counted'

export default async function apply(invocation: Invocation) {
  const { args, confirm, door: open, options, output, terminal } = invocation
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

  const { action, batch_id: id, reason, target_type: type, until } = plan
  if ((await entriesOf(door, undoIdOf(id))).length > 0) {
    throw new Failure('conflict', `Batch ${id} was taken back: make another plan`)
  }
  const done = new Set((await entriesOf(door, id)).map(actOf))
  const rows = plan.rows.filter((row) => !done.has(actOf({ action, target_id: row.id })))
  if (!options.dryRun && rows.length > 0) {
    await refuseChanged()
    const { description } = bulkCommands.find((command) => command.action === action)!
    const many = counted(rows.length, type)
    const of = rows.length < plan.rows.length ? ` of ${plan.rows.length}` : ''
    await confirm(`${description}: ${many}${of} at ${door.place}?`, nameOf(plan.rows.length))
  }

  const acts = rows.map((row) => ({
    on: `${type} ${row.id}`,
    summary: row.summary,
    body: { action, target_id: row.id, reason, until, target_updated_at: row.updated_at },
  }))
  await runBatch(invocation, door, { id, acts, skipped: plan.rows.length - rows.length })
  if (!options.dryRun) output.note(`To take it back: plaza bulk undo ${id} --reason …`)

  async function refuseChanged() {
    const changed = await changedRows(door, plan, rows)
    if (changed.length === 0) return
    const names = changed.slice(0, 5).map((row) => row.id)
    const more = changed.length > names.length ? ' …' : ''
    const what = `${counted(changed.length, type)} of the plan changed since (${names.join(', ')}${more})`
    throw new Failure('conflict', `${what}: nothing was done; make another plan`)
  }
}
