import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '#cli/transports/transport'
import type { Invocation } from '#cli/invocation'

const INTERVAL_MS = 500
/** Without progress for so long, no worker seems to run. */
const STALLED_MS = 15_000

/** Shows the progress of a deletion. Ctrl-C ends only the display. */
export async function followDeletion(
  { type, id }: { type: 'user' | 'post'; id: number },
  transport: Transport,
  { terminal, output, holdInterrupts }: Invocation
): Promise<void> {
  const rowsLeft = async () => {
    const { body } = await transport.request<any[]>('GET', '/admin/deletions')
    const found = body.find((deletion) => deletion.type === type && deletion.id === id)
    return found?.rows_left as number | undefined
  }
  const total = await rowsLeft()
  if (total === undefined) return

  const ended = holdInterrupts()
  const progress = terminal.progress(total, 'rows gone')
  let isDone = false
  let last = total
  for (let changedAt = Date.now(); !ended.aborted && Date.now() - changedAt < STALLED_MS;) {
    await sleep(INTERVAL_MS, undefined, { signal: ended }).catch(() => {})
    const left = await rowsLeft()
    isDone = left === undefined
    if (left !== last) changedAt = Date.now()
    progress.update(total - (left ?? 0))
    if (isDone) break
    last = left!
  }
  progress.stop()
  if (!isDone)
    output.note(`The deletion goes on while Plaza runs. See how far it is: plaza system deletions`)
}
