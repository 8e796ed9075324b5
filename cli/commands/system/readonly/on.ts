import type { Invocation } from '#cli/invocation'

export default async function beginReadOnly({ boot, options, output, terminal }: Invocation) {
  await boot()
  const { default: BeginReadOnly } = await import('#actions/system/begin_read_only')
  const { reason, retryAfter } = options
  const setBy = `${terminal.user}@${terminal.host}`
  const refusal = await new BeginReadOnly().handle({ reason, retryAfter, setBy })

  await output.show({ read_only: true, ...refusal }, () => '')
  output.note(
    'Writes are refused from now on; reads go on. To accept them again: plaza system readonly off'
  )
}
