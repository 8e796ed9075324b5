import { resolutions, type Resolution } from '#cli/report_resolutions'
import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import { staffCommands } from '#cli/staff_commands'
import { nameOf } from '#cli/resources/reports'
import { addressOf } from '#cli/resources/staff_resources'
import { moment } from '#cli/resources/texts'

interface DecisionInput {
  reason: string
  /** Null for good. */
  until?: string | null
}

export interface Decision {
  name: string
  takesUntil?: boolean
  carryOut(transport: Transport, input: DecisionInput, output: Output): Promise<Result>
}

interface Result extends DecisionInput {
  report_id: number
  action: string
  target_type: string
  target_id: number
  line: string
}

/** The possible decisions: an action on the target or its author, or only closing the report. */
export function decisionsOn(report: any): Decision[] {
  const { author, target, target_type: type, target_id: targetId } = report
  const removal = type !== 'user' && target && !target.removed_at
  const bar = type === 'media' && target && !target.barred_at
  const sanctions = author ? ['user.warn', 'user.silence', 'user.suspend'] : []
  return [
    ...(removal ? [action(report, `${type}.remove`, targetId, `${type} ${targetId}`)] : []),
    ...(bar ? [action(report, 'media.bar', targetId, `media ${targetId}`)] : []),
    ...sanctions.map((name) => action(report, name, author.id, `@${author.username}`)),
    ...resolutions.map((resolution) => close(report, resolution)),
  ]
}

function action(report: any, name: string, id: number, whom: string): Decision {
  const command = staffCommands.find((one) => one.action === name)!
  return {
    name: `${command.name} ${whom}`,
    takesUntil: command.takesUntil,
    async carryOut(transport, input, output) {
      const { body: entry } = await transport.request('POST', '/admin/actions', {
        body: { action: name, target_id: id, report_id: report.id, ...input },
      })
      const { target_type: type, target_id: targetId } = entry
      const until = entry.until ? ` until ${output.say(moment(entry.until))}` : ''
      const line = `${command.done} ${whom}${until} (audit entry ${entry.id})`
      return result(report, name, type, targetId, input, line)
    },
  }
}

function close(report: any, { status, name, means, done }: Resolution): Decision {
  return {
    name: `${name}: ${means}`,
    async carryOut(transport, input) {
      await transport.request('PATCH', addressOf('reports', String(report.id)), {
        body: { status, ...input },
      })
      return result(
        report,
        `report.${name}`,
        'report',
        report.id,
        input,
        `${done} ${nameOf(report)}`
      )
    },
  }
}

const result = (
  report: any,
  name: string,
  type: string,
  id: number,
  input: DecisionInput,
  line: string
): Result => ({
  report_id: report.id,
  action: name,
  target_type: type,
  target_id: id,
  ...input,
  line,
})
