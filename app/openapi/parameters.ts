import { SIGN_UP_ROLE } from '#domain/permissions'
import type { Schema, Validator } from '#openapi/operation'

/** By name, where validators can't describe a parameter. */
const texts: Record<string, { description: string; default?: unknown; examples?: unknown[] }> = {
  collection: { description: 'The slug of a collection.', examples: ['front-page'] },
  count: { description: '`exact` counts all of them too: see `X-Total-Count`.' },
  code: { description: 'The `code` of a problem.' },
  cursor: { description: 'Where the page begins: opaque, taken from the `Link` header.' },
  fields: {
    description:
      'Only these members, parted by commas; of a member that is an object also single ones.',
    examples: ['id,author.username'],
  },
  file: { description: 'Its name.' },
  name: { description: 'Its name.', examples: ['q0nXw7kJ2mVb8sTfYc4hLr9eZuPgAi3D.jpg'] },
  id: { description: 'The id of the resource.', examples: [42] },
  include: {
    description: 'Members that are not there by themselves, beside the others.',
  },
  limit: { description: 'How many at most.', default: 10 },
  search: {
    description:
      'Words in any script, as in a search engine: `"phrase" -not or`. Case, width, accents and vowel marks don’t matter; one without a word, a number or an emoji is 422.',
    examples: ['square -market'],
  },
  role: { description: 'The name of a role.', examples: [SIGN_UP_ROLE] },
  number: { description: 'The number of a revision.', examples: [1] },
  purge: { description: '`true` ends it for good, now.' },
  skip: { description: 'How many to leave out first; a cursor is better.', default: 0 },
  preview: { description: 'The id of a preview.', examples: [5] },
  slug: { description: 'The slug of the post.', examples: ['on-owning-your-own-square'] },
  type: { description: 'The name of a type.', examples: ['post'] },
  successor: { description: 'The role that its users get.' },
  dry_run: { description: 'All is checked, and nothing is kept.' },
  reason: { description: 'Why; kept in the audit log.' },
  tag: { description: 'The slug of a tag.', examples: ['city-life'] },
  token: {
    description: 'The token of a preview.',
    examples: ['q0nXw7kJ2mVb8sTfYc4hLr9eZuPgAi3D'],
  },
  user: {
    description: 'A user: id, `@username` or `me`; for staff an e-mail too.',
    examples: ['@alice'],
  },
}

/** A validator's properties as parameters. @param own descriptions of this operation, by name */
export function parametersOf(
  place: 'path' | 'query',
  source: Validator | Record<string, Schema>,
  own: Record<string, string> = {}
) {
  const { properties, required } = isValidator(source)
    ? schemaOf(source)
    : { properties: source, required: Object.keys(source) }
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...said } = schema
    const { description: usual, ...rest } = texts[name] ?? { description: undefined }
    if (own[name] ?? description) delete rest.examples
    return {
      name,
      in: place,
      description: own[name] ?? description ?? usual,
      required: required.includes(name),
      ...(said.type === 'object' && { style: 'deepObject', explode: true }),
      schema: { ...said, ...rest },
    }
  })
}

/** The JSON Schema of a validator. Read-only members may be sent along, so it excludes none. */
export function schemaOf(validator: Validator) {
  const { properties = {}, required = [] } = validator.toJSONSchema()
  return {
    type: 'object',
    required,
    properties: mapValues(properties as Record<string, Schema>, (schema) => {
      return schema.enum ? { type: typeOf(schema.enum as unknown[]), ...schema } : schema
    }),
  }
}

/** VineJS gives no type for enums. */
const typeOf = ([value]: unknown[]) => (typeof value === 'number' ? 'integer' : typeof value)

export function isValidator(source: object): source is Validator {
  return 'toJSONSchema' in source
}

function mapValues<T, U>(object: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
