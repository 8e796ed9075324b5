import vine, { type symbols, type VineValidator } from '@vinejs/vine'
import type { SchemaTypes } from '@vinejs/vine/types'
import type { Member } from '#resources/definition/members'
import type { CreateFields, Resource, UpdateFields } from '#resources/definition/resource'
import { line, text } from '#validators/rules'

type Taking<T> = VineValidator<
  SchemaTypes & { [symbols.ITYPE]: T; [symbols.OTYPE]: T },
  Record<string, any> | undefined
>

export const createValidator = <R extends Resource>(resource: R): Taking<CreateFields<R>> =>
  validatorOf(resource, ({ writes }) => writes!.create === 'required')

export const updateValidator = <R extends Resource>(resource: R): Taking<UpdateFields<R>> =>
  validatorOf(resource, () => false)

function validatorOf(resource: Resource, isRequired: (member: Member) => boolean): any {
  const fields = Object.entries<Member>(resource.written).map(([name, member]) => {
    const rule = member.nullable ? ruleOf(member).nullable() : ruleOf(member)
    return [name, isRequired(member) ? rule : rule.optional()]
  })
  return vine.create(Object.fromEntries(fields))
}

function ruleOf({ kind, writes }: Member) {
  if (kind === 'boolean') return vine.boolean({ strict: true })
  const { max = 200, isMultiline } = writes!
  return isMultiline ? text(max) : line(max)
}
