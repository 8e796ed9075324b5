import { setTimeout as wait } from 'node:timers/promises'
import type { Door } from '#cli/doors/door'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { changes } from '#cli/subjects/audit'
import { section } from '#cli/subjects/texts'

/** One act of a batch: what goes to `POST /admin/actions`, and what it is about. */
export interface Act {
  body: { action: string; target_id: number; reason: string; [field: string]: unknown }
  /** The target, for people: `post 42`. */
  on: string
  summary: string
}

export interface Batch {
  id: string
  acts: Act[]
  /** How many acts it did before. */
  skipped: number
}

interface Failed {
  on: string
  target_id: number
  summary: string
  code: string
  detail: string
}

/** How far a run came, and what stopped it before the end. */
interface Course {
  entries: any[]
  failed: Failed[]
  stop?: Failure
}

/** What an answer says of one row only, and not of those after it. */
const ofOneRow = [403, 404, 409, 422]

/**
 * Does the acts of a batch one by one, and tells how that went.
 *
 * @throws Failure when not all was done
 */
export async function runBatch(invocation: Invocation, door: Door, batch: Batch) {
  const course = await follow(invocation, door, batch)
  await tell(invocation, batch, course)

  const { entries, failed, stop } = course
  const far = `${batch.skipped + entries.length} of ${batch.skipped + batch.acts.length}`
  if (stop) {
    const { message, outcome, problem } = stop
    const detail = `${message} · ${far} done: the same command again does the rest`
    throw new Failure(outcome, detail, problem && { ...problem, detail })
  }
  if (failed.length === 0) return
  const outcome = entries.length + batch.skipped > 0 ? 'partial' : 'conflict'
  throw new Failure(outcome, `${far} ${invocation.options.dryRun ? 'can be ' : ''}done`)
}

async function follow({ holdInterrupts, options, terminal }: Invocation, door: Door, batch: Batch) {
  const signal = holdInterrupts()
  const bar = terminal.progress(batch.acts.length, options.dryRun ? 'Checking' : 'Doing')
  const course: Course = { entries: [], failed: [] }
  try {
    for (const act of batch.acts) {
      const result = await attempt(door, batch.id, act, options.dryRun, signal).catch(asFailure)
      if (!(result instanceof Failure)) course.entries.push(result)
      else if (ofOneRow.includes(result.problem?.status ?? 0)) {
        course.failed.push(failedOf(act, result))
      } else {
        course.stop = result
        break
      }
      bar.update(course.entries.length + course.failed.length)
    }
    return course
  } finally {
    bar.stop()
  }
}

/** @throws Failure, also when the end is wished for before it begins */
async function attempt(
  door: Door,
  batchId: string,
  act: Act,
  dryRun: boolean | undefined,
  signal: AbortSignal
): Promise<any> {
  if (signal.aborted) throw new Failure('interrupted', 'Interrupted')
  try {
    const body = { ...act.body, batch_id: batchId, dry_run: dryRun }
    return (await door.request('POST', '/admin/actions', { body })).body
  } catch (error) {
    const { problem } = error as Failure
    if (problem?.status !== 429 || !problem.retry_after) throw error
    await wait(Number(problem.retry_after) * 1000, undefined, { signal }).catch(() => {})
    return attempt(door, batchId, act, dryRun, signal)
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

const failedOf = ({ on, summary, body }: Act, { message, problem }: Failure): Failed => {
  return { on, target_id: body.target_id, summary, code: problem!.code, detail: message }
}

const failedColumns: Column[] = [
  { title: 'On', text: ({ on }) => on },
  { title: 'About', text: ({ summary }) => summary, elastic: true },
  { title: 'Why not', text: ({ detail }) => detail, elastic: true },
]

const changeColumns: Column[] = [
  { title: 'On', text: (entry) => `${entry.target_type} ${entry.target_id}` },
  { title: 'Would change', text: (entry) => changes(entry).join(', '), elastic: true },
]

async function tell({ options, output }: Invocation, batch: Batch, { entries, failed }: Course) {
  const { dryRun = false } = options
  const left = batch.acts.length - entries.length - failed.length
  const data = {
    batch_id: batch.id,
    done: dryRun ? 0 : entries.length,
    skipped: batch.skipped,
    failed,
    left: dryRun ? batch.acts.length : left,
    ...(dryRun && { would: entries }),
  }
  await output.show(
    data,
    () => {
      const facts = output.pairs([
        ['Batch', batch.id],
        [dryRun ? 'Would do' : 'Done', entries.length],
        ['Done before', batch.skipped || null],
        [dryRun ? 'Would fail' : 'Failed', failed.length || null],
        ['Left', left || null],
      ])
      const would = dryRun && entries.length > 0 ? output.table(entries, changeColumns) : ''
      const not = failed.length > 0 ? output.table(failed, failedColumns) : ''
      return facts + section('Changes', would) + section('Failed', not)
    },
    { dry_run: dryRun }
  )
}
