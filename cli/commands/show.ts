import type { Invocation } from '#cli/invocation'
import { addressOf, subjects } from '#cli/subjects/subjects'

interface Params {
  subject: keyof typeof subjects
}

export default async function show({ args, params, output, door }: Invocation<Params>) {
  const { view } = subjects[params.subject]
  const { body } = await (await door()).request('GET', addressOf(params.subject, args[0]))
  await output.show(body, () => view(body, output))
}
