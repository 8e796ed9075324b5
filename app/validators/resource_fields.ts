import vine, { type symbols, type VineValidator } from '@vinejs/vine'
import type { SchemaTypes } from '@vinejs/vine/types'
import type { Member } from '#resources/definition/members'
import type { CreateFields, Resource, UpdateFields } from '#resources/definition/resource'
import { id, language, line, slug, text, webAddress } from '#validators/rules'
import { tagName } from '#validators/tag_names'
import { dataObject, typeName } from '#validators/types'

type Taking<T> = VineValidator<
  SchemaTypes & { [symbols.ITYPE]: T; [symbols.OTYPE]: T },
  Record<string, any> | undefined
>

/** Rules for names in a body that are no members. */
type Beside = Record<string, SchemaTypes>

export const createValidator = <R extends Resource, Fields = CreateFields<R>>(
  resource: R,
  beside: Beside = {}
): Taking<Fields> =>
  validatorOf(resource.written, ({ writes }) => writes!.create === 'required', beside)

export const updateValidator = <R extends Resource, Fields = UpdateFields<R>>(
  resource: R,
  beside: Beside = {}
): Taking<Fields> => validatorOf(changeable(resource), () => false, beside)

/** Takes texts that are still empty. Publication checks them. */
export const unfinishedValidator = <R extends Resource, Fields = UpdateFields<R>>(
  members: Record<string, Member>
): Taking<Fields> => {
  const unfinished = Object.entries(members).map(([name, { writes, ...member }]) => [
    name,
    { ...member, writes: { ...writes, ...(writes!.create === 'required' && { min: 0 }) } },
  ])
  return validatorOf(Object.fromEntries(unfinished), () => false, {})
}

const changeable = ({ written }: Resource) =>
  Object.fromEntries(Object.entries(written).filter(([, { writes }]) => writes!.update !== false))

function validatorOf(
  members: Record<string, Member>,
  isRequired: (member: Member) => boolean,
  beside: Beside
): any {
  const fields = Object.entries(members).map(([name, member]) => {
    const rule = member.nullable ? ruleOf(member).nullable() : ruleOf(member)
    return [name, isRequired(member) ? rule : rule.optional()]
  })
  return vine.create({ ...Object.fromEntries(fields), ...beside })
}

const forms = {
  slug,
  language,
  url: webAddress,
  tag: tagName,
  type: typeName,
  data: dataObject,
  seo: () => vine.object({ title: optionalLine(200), description: optionalLine(500) }),
}

const optionalLine = (max: number) => line(max).nullable().optional()

function ruleOf({ kind, writes, schema, item }: Member): any {
  if (kind === 'boolean') return vine.boolean({ strict: true })
  if (kind === 'integer') return id()
  if (kind === 'enum') return vine.enum((schema as { enum: string[] }).enum)
  const { max = 200, min = 1, isMultiline, as } = writes!
  if (kind === 'array') return vine.array(ruleOf(item!)).maxLength(max)
  if (as) return forms[as](max)
  return isMultiline ? text(max, { min }) : line(max, { min })
}
