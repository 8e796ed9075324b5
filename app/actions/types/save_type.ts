import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { isDeepStrictEqual } from 'node:util'
import { judgeSchema } from '#actions/types/judge_schema'
import TypesChanged from '#events/types_changed'
import ConflictException from '#exceptions/conflict_exception'
import ValidationException from '#exceptions/validation_exception'
import { afterCommit } from '#db/after_commit'
import { violatedIndex } from '#db/errors'
import type { JsonResponse } from '#http/json_response'
import AuditEntry from '#models/audit_entry'
import Type from '#models/type'
import { typeQueue } from '#queue/queues'
import { showType } from '#queries/types/find_type'
import type { Facts, Origin } from '#domain/moderation'
import type { Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'
import { problemsOf, type DataSchema } from '#domain/types/data_schema'
import { filterableProblems } from '#domain/types/type'

export interface TypeChanges {
  title?: string
  schema?: DataSchema | null
  filterable?: string[]
  commentable?: boolean
  votable?: boolean
  listed?: boolean
  write?: Permission | null
}

interface SaveTypeInput {
  name: string
  changes: TypeChanges
  reason?: string
  origin: Origin
  dryRun?: boolean
  /** Whether to accept a schema that present posts break. */
  force?: boolean
  client: QueryClientContract
  /** Throws if the client has seen another revision; null: a new type. */
  unlessStale: (revision: Date | null) => void
}

/** Makes a type, or changes the one with this name. @throws ConflictException, ValidationException */
export default class SaveType {
  async handle(
    input: SaveTypeInput,
    actor: Actor
  ): Promise<{ shown: JsonResponse; isNew: boolean; isPending: boolean }> {
    const { name, client, dryRun, unlessStale } = input
    const saved = await client.transaction(async (trx) => {
      const present = await Type.locked(name, trx)
      unlessStale(present?.updatedAt.toJSDate() ?? null)
      const type = present ?? newType(input)
      const before = present ? factsOf(present) : {}
      refuseUnfit(type, input.changes)
      const { schema = type.schema, ...changes } = input.changes
      if (!isDeepStrictEqual(schema, type.schema)) {
        type.merge(await judgeSchema(type, { ...input, schema }, trx))
      }
      type.relists ||= present !== null && (changes.listed ?? type.listed) !== type.listed
      type.merge(changes)
      const isFilled = (one: string) => !present || type.filled.includes(one)
      type.filled = type.filterable.filter(isFilled)
      const isNew = !type.$isPersisted
      await type.useTransaction(trx).save().catch(refuseTaken)
      if (type.pending || type.relists || type.unfilled.length > 0) {
        await typeQueue.send({ id: type.id }, { client: trx })
      }
      const shown = await showType(name, actor, { client: trx })
      await record({ type, isNew, before }, input, trx)
      if (dryRun) await trx.rollback()
      return { shown, isNew, isPending: Boolean(type.pending) && !dryRun }
    })
    if (!dryRun) await afterCommit(client, () => TypesChanged.dispatch())
    return saved
  }
}

function newType({ name, changes }: SaveTypeInput): Type {
  const { title } = changes
  if (title === undefined) throw new ValidationException([noTitle])
  const none = { schema: null, pending: null, filterable: [], filled: [], revision: 0 }
  return new Type().merge({ ...none, name, title, relists: false })
}

/** @throws ValidationException if the changes do not fit each other */
function refuseUnfit(type: Type, changes: TypeChanges) {
  const schema = changes.schema === undefined ? type.schema : changes.schema
  const filterable = changes.filterable ?? type.filterable
  const problems = [
    ...(changes.schema ? problemsOf(changes.schema) : []),
    ...filterableProblems(schema, filterable),
    ...(type.isBuiltIn && changes.listed === false ? [alwaysListed] : []),
  ]
  if (problems.length > 0) throw new ValidationException(problems)
}

async function record(
  { type, isNew, before }: { type: Type; isNew: boolean; before: Facts },
  { reason, origin }: SaveTypeInput,
  client: TransactionClientContract
) {
  const after = factsOf(type)
  const changed = Object.keys(after).filter((fact) => !isEqual(before[fact], after[fact]))
  if (changed.length === 0 && !isNew) return
  const pick = (facts: Facts) =>
    Object.fromEntries(changed.filter((fact) => fact in facts).map((fact) => [fact, facts[fact]]))
  const action = isNew ? 'type.create' : 'type.update'
  const act = { action, targetType: 'type', targetId: type.id, reason } as const
  const facts = { before: pick(before), after: { ...pick(after), name: type.name } }
  await AuditEntry.record({ ...act, ...facts }, origin, client)
}

/** The log shows the number of a schema: its text is too long. */
const factsOf = (type: Type): Facts => ({
  title: type.title,
  schema_revision: type.revision,
  schema_pending: Boolean(type.pending),
  posts_unfit: type.checked?.posts_count ?? 0,
  filterable: type.filterable,
  commentable: type.commentable ?? true,
  votable: type.votable ?? true,
  listed: type.listed ?? false,
  write: type.write ?? null,
})

const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const noTitle = {
  pointer: '/title',
  rule: 'required',
  detail: 'title is required to make a type.',
}

const alwaysListed = {
  pointer: '/listed',
  rule: 'built_in',
  detail: 'The type post is always listed.',
}

function refuseTaken(error: unknown): never {
  if (violatedIndex(error) !== 'types_name_unique') throw error
  throw new ConflictException('There is a type of this name already.')
}
