import type { Invocation } from '#cli/invocation'

export default async function endReadOnly({ boot, output }: Invocation) {
  await boot()
  const { default: EndReadOnly } = await import('#actions/system/end_read_only')
  const wasOn = await new EndReadOnly().handle()

  await output.show({ read_only: false, was_read_only: wasOn }, () => '')
  output.note(wasOn ? 'Writes are accepted again' : 'Writes were accepted already')
}
