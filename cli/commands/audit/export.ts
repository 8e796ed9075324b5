import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'
import { writeNewFile } from '#cli/output/new_file'
import { Output, type Page } from '#cli/output/output'
import { plainJson } from '#cli/output/plain'
import { path } from '#cli/resources/audit'

/** Writes each page before it requests the next. */
export default async function exportAudit(invocation: Invocation) {
  const { transport: open, options, output, terminal } = invocation
  const transport = await open()
  const { headers } = await transport.request('GET', path, { query: { limit: 1, count: 'exact' } })
  const total = Number(headers['x-total-count'])
  const all = pages(transport, path, { sort: 'old' }, Infinity)

  if (options.output) return toFile(invocation, all, total)
  const lines = output.format === 'people' ? new Output(terminal, 'jsonl') : output
  await lines.list(terminal.isScreen ? all : watched(invocation, all, total), [])
}

async function toFile(invocation: Invocation, all: AsyncIterable<Page>, total: number) {
  const { holdInterrupts, options, output } = invocation
  const name = options.output
  const signal = holdInterrupts()
  const entries = await writeNewFile(name, async (write) => {
    let written = 0
    for await (const { rows } of watched(invocation, all, total)) {
      if (signal.aborted) throw new Failure('interrupted', `Interrupted, so there is no ${name}`)
      await write(rows.map((row) => `${plainJson(row)}\n`).join(''))
      written += rows.length
    }
    return written
  })
  await output.show({ file: name, entries }, () => '')
  output.note(`Wrote ${counted(entries, 'entry', 'entries')} to ${name}`)
}

async function* watched({ terminal }: Invocation, all: AsyncIterable<Page>, total: number) {
  const progress = terminal.progress(total, 'entries')
  let done = 0
  try {
    for await (const page of all) {
      yield page
      done += page.rows.length
      progress.update(done)
    }
  } finally {
    progress.stop()
  }
}
