import type { Invocation } from '#cli/invocation'
import { addressOf, subjects, type Subject } from '#cli/resources/staff_resources'

interface Params {
  subject: keyof typeof subjects
}

export default async function show({ args, params, output, transport }: Invocation<Params>) {
  const { view, related } = subjects[params.subject] as Subject
  const inside = await transport()
  const address = addressOf(params.subject, args[0])
  const { body: found } = await inside.request('GET', address)
  const body = { ...found, ...(await related?.(inside, address, found)) }
  await output.show(body, () => view(body, output))
}
