import type { Output } from '#cli/output/output'
import { oneLine } from '#cli/output/plain'
import { cut } from '#cli/output/table'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { moment, person } from '#cli/resources/texts'
import { auditEntry } from '#resources/audit_entry'

export const path = '/admin/audit'

const { AuditEntry } = auditEntry.views

const texts: Texts = {
  actor: (entry) => actorOf(entry),
  target_type: (entry) => `${entry.target_type} ${entry.target_id}`,
}

export const columns = columnsOf(AuditEntry, texts)

export const view = (row: any, output: Output) =>
  detailsOf(AuditEntry, row, output, {
    ...texts,
    origin: ({ origin, os_user: osUser, host }) =>
      osUser ? `${origin}, ${osUser}@${host}` : origin,
    before: (entry) => changes(entry).join('\n'),
  })

export function sentence(entry: any, output: Output, width: number): string {
  const { id, action, reason, target_type: type, target_id: targetId } = entry
  const act = `${actorOf(entry)} ${action} ${type} ${targetId}${reason ? `: ${reason}` : ''}`
  const time = output.say(moment(entry.created_at))
  return `${cut(`${String(id).padStart(6)}  ${time}  ${oneLine(act)}`, width)}\n`
}

/** One line per change: `suspended: false → true`. */
export function changes({ before, after }: { before: object | null; after: object | null }) {
  const was = new Map(Object.entries(before ?? {}))
  const is = new Map(Object.entries(after ?? {}))
  return [...new Set([...was.keys(), ...is.keys()])].map((name) => {
    return `${name}: ${fact(was.get(name))} → ${fact(is.get(name))}`
  })
}

const fact = (value: unknown) => {
  if (value === undefined || value === null) return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const actorOf = ({ actor, origin, os_user: osUser }: any) => person(actor, osUser ?? origin)
