import type { Invocation } from '#cli/invocation'
import { addressIn, subjectNamed } from '#cli/resources/staff_resources'
import { attributeOf } from '#resources/definition/columns'
import type { Member } from '#resources/definition/members'
import type { Resource } from '#resources/definition/resource'

export default async function save(invocation: Invocation<{ resource: Resource }>) {
  const { args, options, output, params, transport } = invocation
  const { resource } = params
  const subject = subjectNamed(resource)
  const given = Object.entries(resource.written).flatMap(([name, member]) => {
    const value = options[attributeOf(name)]
    return value === undefined ? [] : [[name, valueOf(member, value)]]
  })
  const body = Object.fromEntries(given)
  const inside = await transport()
  const { body: saved } = args[0]
    ? await inside.request('PATCH', addressIn(subject, args[0]), { body })
    : await inside.request('POST', subject.path, { body })
  await output.show(saved, () => subject.view(saved, output))
}

function valueOf({ kind }: Member, text: string): string | number | boolean {
  if (kind === 'integer') return Number(text)
  return kind === 'boolean' ? text === 'yes' : text
}
