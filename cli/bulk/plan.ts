import { readFile } from 'node:fs/promises'
import { bulkCommands } from '#cli/bulk/actions'
import type { Transport } from '#cli/transports/transport'
import { Failure } from '#cli/failure'
import type { Terminal } from '#cli/terminal'
import { targetTypes, type TargetType } from '#domain/moderation'
import { readMoment } from '#domain/moment'
import { hasVisible, normaliseText } from '#domain/text'

export const version = 1

export interface PlannedRow {
  id: number
  updated_at: string
  summary: string
}

export interface Plan {
  version: typeof version
  batch_id: string
  /** The server, or this machine, for which the plan was made. */
  place: string
  made_at: string
  actor: { id: number; username: string }
  action: string
  reason: string
  until: string | null
  target_type: TargetType
  query: Record<string, string>
  rows: PlannedRow[]
}

/** @param file `-` for standard input @throws Failure that names the invalid field */
export async function readPlan(file: string, terminal: Terminal): Promise<Plan> {
  const name = file === '-' ? 'The plan' : file
  const text = file === '-' ? await terminal.read() : await contentsOf(file)
  const plan = parse(text, name)
  if (plan.version !== version) {
    const is = typeof plan.version === 'number' ? `has version ${plan.version}` : 'is no plan'
    throw new Failure('usage', `${name} ${is}: this Plaza reads plans of version ${version}`)
  }
  const wrong = wrongIn(plan)
  if (wrong) throw new Failure('usage', `${name}: ${wrong}`)
  return plan as unknown as Plan
}

/** @throws Failure for a plan of another server */
export function refuseElsewhere({ place }: Plan, transport: Transport) {
  if (place === transport.place) return
  const where = place.startsWith('http') ? `give --remote ${place}` : 'go without --remote'
  throw new Failure(
    'usage',
    `The plan was made for ${place}, and this is ${transport.place}: ${where}`
  )
}

/** @returns the first problem; undefined for a valid plan */
export function wrongIn(plan: Record<string, any>): string | undefined {
  const broken = rules.find(([field, holds]) => !holds(plan[field]))
  if (broken) return `${broken[0]} must be ${broken[2]}`
  const command = bulkCommands.find(({ action }) => action === plan.action)!
  if (!plan.action.startsWith(`${plan.target_type}.`)) {
    return `${plan.action} is not for a target_type of ${plan.target_type}`
  }
  if (plan.until && !command.takesUntil) return `${plan.action} takes no until`
  if (plan.until && Date.parse(plan.until) <= Date.now()) return 'until is over already'
  return wrongInRows(plan.rows)
}

export const isBatchId = (value: unknown) =>
  isText(value) && /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(value)

const isText = (value: unknown): value is string => typeof value === 'string'
const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTime = (value: unknown) =>
  isText(value) && value.endsWith('Z') && !Number.isNaN(readMoment(value))
const isReason = (value: unknown) =>
  isText(value) && hasVisible(value) && isBetween(3, 500, [...normaliseText(value)].length)

const isBetween = (min: number, max: number, value: number) => min <= value && value <= max

const rules: [field: string, holds: (value: any) => boolean, what: string][] = [
  ['batch_id', isBatchId, 'a UUID'],
  ['place', isText, 'text'],
  [
    'action',
    (value) => bulkCommands.some(({ action }) => action === value),
    'an action that a batch can do',
  ],
  ['reason', isReason, 'text of 3 to 500 characters'],
  ['until', (value) => value === null || isTime(value), 'a time such as 2026-12-31T00:00:00Z'],
  ['target_type', (value) => targetTypes.includes(value), targetTypes.join(', ')],
  ['query', (value) => isObject(value) && Object.values(value).every(isText), 'names with texts'],
  ['rows', (value) => Array.isArray(value) && value.length > 0, 'a list that is not empty'],
]

function wrongInRows(rows: any[]): string | undefined {
  const seen = new Set<number>()
  for (const [index, row] of rows.entries()) {
    const at = `rows[${index}]`
    if (!Number.isSafeInteger(row?.id) || row.id < 1) return `${at}.id must be an id`
    if (!isTime(row.updated_at)) return `${at}.updated_at must be a time`
    if (!isText(row.summary)) return `${at}.summary must be text`
    if (seen.has(row.id)) return `${at}.id is there twice`
    seen.add(row.id)
  }
  return undefined
}

async function contentsOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Failure('not_found', `There is no file ${file}`)
    throw new Failure('usage', `${file} can't be read (${code})`)
  }
}

/** Accepts a bare plan, and the output of `--json`. */
function parse(text: string, name: string): Record<string, unknown> {
  try {
    const document = JSON.parse(text)
    const plan = document?.ok === true ? document.data : document
    if (isObject(plan)) return plan
  } catch {}
  throw new Failure('usage', `${name} is no plan: write one with plaza bulk plan`)
}
