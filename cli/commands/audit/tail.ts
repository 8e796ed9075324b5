import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { path, sentence } from '#cli/resources/audit'

const POLL_INTERVAL_MS = 1000

export default async function tailAudit({
  transport: open,
  options,
  output,
  terminal,
}: Invocation) {
  const { follow, json, lines } = options
  if (follow && json)
    throw new Failure('usage', 'With --follow the output has no end: give --jsonl')
  const transport = await open()
  const give = (entries: any[]) =>
    output.show(entries, () =>
      entries.map((entry) => sentence(entry, output, terminal.columns)).join('')
    )

  const newest = (await read(transport, { sort: 'new' }, lines)).reverse()
  await give(newest)
  if (!follow && newest.length === 0) output.note('Nothing found')
  if (!follow) return
  for (let last = newest.at(-1)?.id ?? 0; ;) {
    await sleep(POLL_INTERVAL_MS, undefined, { signal: terminal.ended })
    const entries = await read(transport, { sort: 'old', after: last })
    if (entries.length > 0) await give(entries)
    last = entries.at(-1)?.id ?? last
  }
}

async function read(
  transport: Transport,
  query: Record<string, string | number>,
  wanted = Infinity
) {
  const entries: any[] = []
  for await (const { rows } of pages(transport, path, query, wanted)) {
    for (const row of rows) entries.push(row)
  }
  return entries
}
