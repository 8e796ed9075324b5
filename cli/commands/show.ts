import type { Invocation } from '#cli/invocation'
import { addressIn, subjectNamed, type SubjectName } from '#cli/resources/staff_resources'

interface Params {
  subject: SubjectName
}

export default async function show({ args, params, output, transport }: Invocation<Params>) {
  const subject = subjectNamed(params.subject)
  const { view, related } = subject
  const inside = await transport()
  const address = addressIn(subject, args[0])
  const { body: found } = await inside.request('GET', address)
  const body = { ...found, ...(await related?.(inside, address, found)) }
  await output.show(body, () => view(body, output))
}
