import { closings, type Closing } from '#cli/closings'
import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import { staffCommands } from '#cli/staff_commands'
import { nameOf } from '#cli/subjects/reports'
import { addressOf } from '#cli/subjects/subjects'
import { moment } from '#cli/subjects/texts'

interface Words {
  reason: string
  /** Null for good. */
  until?: string | null
}

/** A decision about a report. */
export interface Verdict {
  /** The text of the choice. */
  name: string
  takesUntil?: boolean
  carryOut(transport: Transport, words: Words, output: Output): Promise<Deed>
}

interface Deed extends Words {
  report_id: number
  action: string
  target_type: string
  target_id: number
  /** The same as text. */
  line: string
}

/** The possible decisions: an action on the target or its author, or only closing the report. */
export function verdictsOn(report: any): Verdict[] {
  const { author, target, target_type: type, target_id: targetId } = report
  const removal = type !== 'user' && target && !target.removed_at
  const sanctions = author ? ['user.warn', 'user.silence', 'user.suspend'] : []
  return [
    ...(removal ? [action(report, `${type}.remove`, targetId, `${type} ${targetId}`)] : []),
    ...sanctions.map((name) => action(report, name, author.id, `@${author.username}`)),
    ...closings.map((closing) => close(report, closing)),
  ]
}

function action(report: any, name: string, id: number, whom: string): Verdict {
  const command = staffCommands.find((one) => one.action === name)!
  return {
    name: `${command.name} ${whom}`,
    takesUntil: command.takesUntil,
    async carryOut(transport, words, output) {
      const { body: entry } = await transport.request('POST', '/admin/actions', {
        body: { action: name, target_id: id, report_id: report.id, ...words },
      })
      const { target_type: type, target_id: targetId } = entry
      const until = entry.until ? ` until ${output.say(moment(entry.until))}` : ''
      const line = `${command.done} ${whom}${until} (audit entry ${entry.id})`
      return deed(report, name, type, targetId, words, line)
    },
  }
}

function close(report: any, { status, name, means, done }: Closing): Verdict {
  return {
    name: `${name}: ${means}`,
    async carryOut(transport, words) {
      await transport.request('PATCH', addressOf('reports', String(report.id)), {
        body: { status, ...words },
      })
      return deed(report, `report.${name}`, 'report', report.id, words, `${done} ${nameOf(report)}`)
    },
  }
}

const deed = (
  report: any,
  name: string,
  type: string,
  id: number,
  words: Words,
  line: string
): Deed => ({
  report_id: report.id,
  action: name,
  target_type: type,
  target_id: id,
  ...words,
  line,
})
