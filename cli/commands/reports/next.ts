import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/moment'
import { nextOpenReport } from '#cli/report_queue'
import { view } from '#cli/resources/reports'
import type { Answering, Terminal } from '#cli/terminal'
import { decisionsOn, type Decision } from '#cli/report_decisions'

export default async function settleReports({ transport: open, output, terminal }: Invocation) {
  if (!terminal.isInteractive) {
    const others = 'plaza reports list, show, resolve and dismiss'
    throw new Failure('usage', `There is no terminal to answer on: use ${others}`)
  }
  const transport = await open()
  const { body: me } = await transport.request('GET', '/users/me')
  const passed = new Set<number>()
  const results: object[] = []
  const isData = output.format === 'people'

  for (let report; (report = await nextOpenReport(transport, me.id, passed));) {
    const text = `\n${view(report, output)}\n`
    await (isData ? terminal.out(text) : terminal.err(text))
    const decision = await terminal.select<Decision | 'skip' | 'quit'>('What to do', [
      ...decisionsOn(report).map((value) => ({ name: value.name, value })),
      { name: 'skip', value: 'skip' },
      { name: 'quit', value: 'quit' },
    ])
    if (decision === 'quit') return
    if (decision === 'skip') {
      passed.add(report.id)
      continue
    }
    const input = await ask(terminal, decision)
    try {
      const { line, ...result } = await decision.carryOut(transport, input, output)
      results.push(result)
      await output.show(output.format === 'json' ? results : result, () => `${line}\n`)
    } catch (error) {
      // The report is shown again if it is still open.
      if (!(error instanceof Failure && error.problem)) throw error
      output.note(`Not done: ${error.message}`)
    }
  }
  output.note(passed.size > 0 ? `Only the reports that you skipped are left` : 'The queue is empty')
}

async function ask(terminal: Terminal, { takesUntil }: Decision) {
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
