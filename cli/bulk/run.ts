import type { Transport } from '#cli/transports/transport'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { changes } from '#cli/resources/audit'
import { section } from '#cli/resources/texts'

/** The API's limit per request. */
const MAX_TARGETS = 100

export interface Act {
  action: string
  target_id: number
  until?: string | null
  updated_at?: string
  summary: string
}

export interface Batch {
  id: string
  undoes?: string
  reason: string
  type: string
  acts: Act[]
  /** Acts done by an earlier run. */
  skipped: number
}

interface Failed {
  on: string
  target_id: number
  summary: string
  code: string
  detail: string
}

interface RunState {
  done: number
  /** Entries that a dry run would write. */
  would: any[]
  failed: Failed[]
  stop?: Failure
}

/** Statuses that fail one request, such as for a past term, and not later requests. */
const REQUEST_ONLY_STATUSES = [403, 404, 422]

/** Does a batch's acts, many per request, and shows the result. @throws Failure unless all were done */
export async function runBatch(invocation: Invocation, transport: Transport, batch: Batch) {
  const state = await doActs(invocation, transport, batch)
  await showResult(invocation, batch, state)

  const { done, failed, stop } = state
  const far = `${batch.skipped + done} of ${batch.skipped + batch.acts.length}`
  if (stop) {
    const { message, outcome, problem } = stop
    const detail = `${message} · ${far} done: run the same command again for the rest`
    throw new Failure(outcome, detail, problem && { ...problem, detail })
  }
  if (failed.length === 0) return
  const outcome = done + batch.skipped > 0 ? 'partial' : 'conflict'
  throw new Failure(outcome, `${far} ${invocation.options.dryRun ? 'can be ' : ''}done`)
}

async function doActs(
  { holdInterrupts, options, terminal }: Invocation,
  transport: Transport,
  batch: Batch
) {
  const signal = holdInterrupts()
  const bar = terminal.progress(batch.acts.length, options.dryRun ? 'Checking' : 'Doing')
  const state: RunState = { done: 0, would: [], failed: [] }
  try {
    let remaining = batch.acts.length
    for (const acts of chunksOf(batch.acts)) {
      remaining -= acts.length
      const sent = {
        ...bodyOf(batch, acts),
        ...(options.dryRun ? { dry_run: true } : { remaining }),
      }
      const answer = await attempt(transport, sent, signal).catch(asFailure)
      if (answer instanceof Failure) {
        if (!REQUEST_ONLY_STATUSES.includes(answer.problem?.status ?? 0)) {
          state.stop = answer
          break
        }
        for (const act of acts) state.failed.push(failedOf(batch, act, answer))
        continue
      }
      // Acts of another run, or of a lost response, count as done.
      state.done += answer.done.length + answer.repeated.length
      if (options.dryRun) state.would = state.would.concat(answer.done)
      const summaries = new Map(acts.map((act) => [act.target_id, act.summary]))
      for (const { target_id: id, code, detail } of answer.failed) {
        const summary = summaries.get(id) ?? ''
        state.failed.push({ on: `${batch.type} ${id}`, target_id: id, summary, code, detail })
      }
      bar.update(state.done + state.failed.length)
    }
    return state
  } finally {
    bar.stop()
  }
}

const failedOf = ({ type }: Batch, act: Act, { message, problem }: Failure): Failed => {
  const { target_id: id, summary } = act
  return { on: `${type} ${id}`, target_id: id, summary, code: problem!.code, detail: message }
}

/** Groups neighbours with the same action and term, up to the API's limit. */
function* chunksOf(acts: Act[]): Generator<Act[]> {
  let part: Act[] = []
  for (const act of acts) {
    const [first = act] = part
    const isAlike = act.action === first.action && act.until === first.until
    if (!isAlike || part.length === MAX_TARGETS) {
      yield part
      part = []
    }
    part.push(act)
  }
  if (part.length > 0) yield part
}

function bodyOf({ id, undoes, reason }: Batch, acts: Act[]) {
  const [{ action, until }] = acts
  const targets = acts.map((act) => ({ id: act.target_id, updated_at: act.updated_at }))
  return { id, undoes, action, until, reason, targets }
}

async function attempt(transport: Transport, body: object, signal: AbortSignal): Promise<any> {
  if (signal.aborted) throw new Failure('interrupted', 'Interrupted')
  const answer = await transport.request('POST', '/admin/batches', { body })
  return answer.body
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
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

async function showResult({ options, output }: Invocation, batch: Batch, state: RunState) {
  const { dryRun = false } = options
  const { done, failed, would } = state
  const left = batch.acts.length - done - failed.length
  const data = {
    batch_id: batch.id,
    done: dryRun ? 0 : done,
    skipped: batch.skipped,
    failed,
    left: dryRun ? batch.acts.length : left,
    ...(dryRun && { would }),
  }
  await output.show(
    data,
    () => {
      const facts = output.pairs([
        ['Batch', batch.id],
        [dryRun ? 'Would do' : 'Done', done],
        ['Done before', batch.skipped || null],
        [dryRun ? 'Would fail' : 'Failed', failed.length || null],
        ['Left', left || null],
      ])
      const changed = would.length > 0 ? output.table(would, changeColumns) : ''
      const not = failed.length > 0 ? output.table(failed, failedColumns) : ''
      return facts + section('Changes', changed) + section('Failed', not)
    },
    { dry_run: dryRun }
  )
}
