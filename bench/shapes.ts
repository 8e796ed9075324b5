import type { Member, Members } from '#resources/definition/members'
import type { View } from '#resources/definition/view'
import { comment } from '#resources/comment'
import { post } from '#resources/post'

/** What a yardstick selects and writes of a resource: the same members as Plaza. */
export interface YardstickShape {
  columns: string
  /** Properties of a JSON Schema. */
  properties: object
}

const shapeOf = ({ members, shown, table }: View): YardstickShape => {
  const chosen = Object.fromEntries(shown.map((name) => [name, members[name]]))
  const columns = Object.entries(chosen).map(([name, member]) => {
    return `${valueOf(name, member, table)} as ${name}`
  })
  return { columns: columns.join(', '), properties: propertiesOf(chosen) }
}

function valueOf(name: string, { kind, of, sql }: Member, table: string): string {
  if (kind === 'object') {
    const inside = Object.entries(of!.members).map(
      ([inner, member]) => `'${inner}', ${valueOf(inner, member, of!.table)}`
    )
    return `json_build_object(${inside.join(', ')})`
  }
  return (typeof sql === 'function' ? sql('everybody') : sql) ?? `${table}.${name}`
}

const propertiesOf = (members: Members): object =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, schemaOf(member)]))

function schemaOf({ kind, nullable, of, item }: Member): object {
  switch (kind) {
    case 'object':
      return { type: 'object', properties: propertiesOf(of!.members), nullable }
    case 'array':
      return { type: 'array', items: schemaOf(item!), nullable }
    case 'json':
      return {}
    case 'time':
      return { type: 'string', format: 'date-time', nullable }
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: kind, nullable }
    default:
      return { type: 'string', nullable }
  }
}

/** For the environment of the yardsticks, which import nothing of Plaza. */
export const shapes = JSON.stringify({
  post: shapeOf(post.views.Post),
  comment: shapeOf(comment.views.Comment),
})
