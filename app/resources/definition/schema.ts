import type { Member, Members } from '#resources/definition/members'

type Schema = Record<string, unknown>

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

interface Options {
  required?: readonly string[]
  nullable?: boolean
  description?: string
}

export function schemaOfMembers(
  members: Members,
  { required = Object.keys(members), nullable, description }: Options = {}
): Schema {
  const properties = Object.entries(members).map(([name, member]) => [name, schemaOf(member)])
  return {
    type: nullable ? ['object', 'null'] : 'object',
    ...(description && { description }),
    required,
    properties: Object.fromEntries(properties),
  }
}

const types = {
  integer: 'integer',
  number: 'number',
  text: 'string',
  boolean: 'boolean',
  enum: 'string',
}

export function schemaOf({
  kind,
  of,
  item,
  nullable,
  description,
  example,
  schema,
}: Member): Schema {
  const said = { ...(description && { description }) }
  const examples = example !== undefined && { examples: [example] }
  switch (kind) {
    case 'time':
      return nullable
        ? { ...said, oneOf: [ref('Time'), { type: 'null' }] }
        : { ...said, ...ref('Time') }
    case 'array':
      return { type: 'array', ...said, items: schemaOf(item!), ...examples }
    case 'json':
      return { ...schema, ...said, ...examples }
    case 'object':
      if (of!.name) return { ...said, ...ref(of!.name) }
      return schemaOfMembers(of!.members, { nullable, description })
    case 'list':
      return {
        type: 'array',
        ...said,
        items: of!.name ? ref(of!.name) : schemaOfMembers(of!.members),
      }
    default: {
      const { enum: values, ...rest } = (schema ?? {}) as { enum?: unknown[] }
      return {
        type: nullable ? [types[kind], 'null'] : types[kind],
        ...(values && { enum: nullable ? [...values, null] : values }),
        ...rest,
        ...said,
        ...examples,
      }
    }
  }
}
