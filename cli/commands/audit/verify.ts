import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

const breaches = {
  missing: 'is missing',
  unchained: 'does not follow the one before',
  altered: 'was altered',
}

export default async function verifyAudit({ transport: open, output }: Invocation) {
  const transport = await open()
  const { body: verdict } = await transport.request('GET', '/admin/audit/verify')
  const { ok, entries, head, first_broken: broken } = verdict
  const finding = broken && `Entry ${broken.id} ${breaches[broken.why as keyof typeof breaches]}`

  await output.details(verdict, [
    ['Whole', ok ? 'yes' : 'no'],
    ['Entries', ok ? entries : `${entries} before the first broken one`],
    ['Head', head],
    ['Broken', finding],
  ])
  if (!ok) throw new Failure('unverified', `The audit log was tampered with. ${finding}`)
}
