import type { Output } from '#cli/output/output'
import { oneLine } from '#cli/output/plain'
import { cut, type Column } from '#cli/output/table'
import { minute, moment, person } from '#cli/subjects/texts'

export const path = '/admin/audit'

export const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'Time', text: (entry) => minute(entry.created_at), isTime: true },
  { title: 'Actor', text: (entry) => actorOf(entry) },
  { title: 'Action', text: ({ action }) => action },
  { title: 'Target', text: (entry) => `${entry.target_type} ${entry.target_id}` },
  { title: 'Reason', text: ({ reason }) => reason, elastic: true },
]

export function view(entry: any, output: Output): string {
  return output.pairs([
    ['Id', entry.id],
    ['Time', moment(entry.created_at)],
    ['Action', entry.action],
    ['Target', `${entry.target_type} ${entry.target_id}`],
    ['Actor', actorOf(entry)],
    ['Transport', entry.os_user ? `${entry.origin}, ${entry.os_user}@${entry.host}` : entry.origin],
    ['Reason', entry.reason],
    ['Until', moment(entry.until)],
    ['Changes', changes(entry).join('\n')],
    ['Batch', entry.batch_id],
    ['Request', entry.request_id],
    ['Hash', entry.hash],
    ['Previous', entry.previous_hash],
  ])
}

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
