import { required, SelectInput } from 'react-admin'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** How long a sanction lasts, in days; null: for good. */
const lastings = { day: 1, days_3: 3, week: 7, month: 30, for_good: null } as const

export type Lasting = keyof typeof lastings

const choices = Object.keys(lastings).map((id) => ({ id, name: `plaza.action.${id}` }))

/** How long a sanction lasts. */
export const LastingInput = () => (
  <SelectInput
    source="lasting"
    label="plaza.action.lasting"
    choices={choices}
    defaultValue="week"
    validate={required()}
    fullWidth
  />
)

/** @returns when a sanction ends that begins now, at a whole minute; null: never */
export function untilOf(lasting: Lasting = 'for_good'): string | null {
  const days = lastings[lasting]
  if (days === null) return null
  const end = Date.now() + days * DAY_MS
  return new Date(Math.ceil(end / MINUTE_MS) * MINUTE_MS).toISOString()
}
