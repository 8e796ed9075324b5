import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/resources/texts'

export default async function showReadOnly({ boot, output }: Invocation) {
  await boot()
  const { storedReadOnly } = await import('#queries/system/read_only')
  const refusal = await storedReadOnly()

  await output.details({ read_only: refusal !== null, ...refusal }, [
    ['Writes', refusal ? 'refused' : 'accepted'],
    ['Since', refusal && moment(refusal.since)],
    ['By', refusal?.set_by],
    ['Reason', refusal?.reason],
    ['Retry after', refusal && `${refusal.retry_after} s`],
  ])
}
