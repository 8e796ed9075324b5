import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/moment'
import { nextOpenReport } from '#cli/report_queue'
import { view } from '#cli/subjects/reports'
import type { Answering, Terminal } from '#cli/terminal'
import { verdictsOn, type Verdict } from '#cli/verdicts'

/** Shows open reports in turn, and carries out each decision. */
export default async function settleReports({ transport: open, output, terminal }: Invocation) {
  if (!terminal.isInteractive) {
    const others = 'plaza reports list, show, resolve and dismiss'
    throw new Failure('usage', `There is no terminal to answer on: use ${others}`)
  }
  const transport = await open()
  const { body: me } = await transport.request('GET', '/users/me')
  const passed = new Set<number>()
  const deeds: object[] = []
  const isData = output.format === 'people'

  for (let report; (report = await nextOpenReport(transport, me.id, passed));) {
    const text = `\n${view(report, output)}\n`
    await (isData ? terminal.out(text) : terminal.err(text))
    const verdict = await terminal.select<Verdict | 'skip' | 'quit'>('What to do', [
      ...verdictsOn(report).map((value) => ({ name: value.name, value })),
      { name: 'skip', value: 'skip' },
      { name: 'quit', value: 'quit' },
    ])
    if (verdict === 'quit') return
    if (verdict === 'skip') {
      passed.add(report.id)
      continue
    }
    const words = await ask(terminal, verdict)
    try {
      const { line, ...deed } = await verdict.carryOut(transport, words, output)
      deeds.push(deed)
      await output.show(output.format === 'json' ? deeds : deed, () => `${line}\n`)
    } catch (error) {
      // The report is shown again if it is still open.
      if (!(error instanceof Failure && error.problem)) throw error
      output.note(`Not done: ${error.message}`)
    }
  }
  output.note(passed.size > 0 ? `Only the reports that you skipped are left` : 'The queue is empty')
}

async function ask(terminal: Terminal, { takesUntil }: Verdict) {
  const reason = await terminal.input('Reason')
  if (!takesUntil) return { reason }
  const until = await terminal.input('Until', { fallback: forGood, check })
  return { reason, until: until === forGood ? null : moment(until, 1) }
}

const forGood = 'for good'

const check: Answering['check'] = (answer) => {
  try {
    return answer === forGood || Boolean(moment(answer, 1)) || ''
  } catch (error) {
    return (error as Error).message
  }
}
