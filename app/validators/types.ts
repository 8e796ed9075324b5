import vine from '@vinejs/vine'
import { type } from '#resources/type'
import { permissionNames } from '#domain/permissions'
import { readData } from '#domain/types/data'
import { isShallow } from '#domain/is_shallow'
import { ANY_TYPE, filterableShape, MAX_FILTERABLE, typeNameShape } from '#domain/types/type'
import { knownTypes, unknownType } from '#queries/types/known_types'
import { askedMembersOf, membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/list_parameters'
import { line, reason, yes } from '#validators/rules'

const existing = vine.createRule(
  async (value, _, field) => {
    if (!field.isValid || typeof value !== 'string' || (await knownTypes()).has(value)) return
    const { detail, rule } = unknownType(field.getFieldPath())
    field.report(detail, rule, field)
  },
  { isAsync: true }
)

const shape = () => vine.string().regex(typeNameShape).notIn([ANY_TYPE])

export const typeName = () => shape().use(existing())

const MAX_DEPTH = 100

/** Text that PostgreSQL can store, at any depth. The domain checks the rest. */
const storable = vine.createRule((value, _, field) => {
  if (value === null || !field.isValid) return
  const text = isShallow(value, MAX_DEPTH) ? JSON.stringify(value) : ''
  if (!text.includes('\\u0000') && !/\\ud[89a-f]/.test(text)) return
  field.report('{{ field }} holds characters that are not text.', 'text', field)
})

const schema = () =>
  vine
    .any()
    .use(storable())
    .nullable()
    .optional()
    .meta({ type: ['object', 'null'], additionalProperties: true })

const storableData = vine.createRule((value, _, field) => {
  if (value === null || !field.isValid) return
  const read = readData(value)
  if ('data' in read) field.mutate(read.data, field)
  else field.report(`{{ field }} ${read.wrong}.`, 'data', field)
})

/** Publication checks it by its type. */
export const dataObject = () =>
  vine
    .any()
    .use(storableData())
    .meta({ type: ['object', 'null'], additionalProperties: true })

export const typeInUrlValidator = vine.create({ type: shape() })
export const showTypeValidator = askedMembersOf(type.views.StaffType)
export const listTypesValidator = vine.create({
  ...page,
  ...membersOf(type.views.StaffType),
  skip,
})

export const saveTypeValidator = vine.create({
  title: line(100).optional(),
  schema: schema(),
  filterable: vine
    .array(vine.string().regex(filterableShape))
    .distinct()
    .maxLength(MAX_FILTERABLE)
    .optional(),
  commentable: yes().optional(),
  votable: yes().optional(),
  listed: yes().optional(),
  write: vine.enum(permissionNames).nullable().optional(),
  reason: reason().optional(),
  dry_run: yes().optional(),
})

export const forceTypeValidator = vine.create({
  force: vine.enum(['true', 'false'] as const).optional(),
})

export const deleteTypeValidator = vine.create({
  reason: reason().optional(),
  dry_run: vine.enum(['true', 'false'] as const).optional(),
})
