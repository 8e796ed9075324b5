import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/staff_resources'

interface Params {
  noun: 'approval' | 'rejection'
  done: string
}

export default async function decide(invocation: Invocation<Params>) {
  const { args, options, output, params, transport: open } = invocation
  const { noun, done } = params
  const address = addressOf('applications', args[0])
  const transport = await open()
  const { body: application } = await transport.request('GET', address)
  if (noun === 'rejection') await invocation.confirm(`Reject ${application.email}?`)
  const { body: entry } = await transport.request('POST', `${address}/${noun}`, {
    body: { reason: options.reason },
  })
  await output.show(entry, () => `${done} ${application.email}\n`)
}
