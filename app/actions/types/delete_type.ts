import db from '@adonisjs/lucid/services/db'
import TypesChanged from '#events/types_changed'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Type from '#models/type'
import type { Origin } from '#domain/moderation'

interface DeleteTypeInput {
  name: string
  reason?: string
  origin: Origin
  dryRun?: boolean
  unlessStale: (revision: Date) => void
}

/** @throws NotFoundException, ConflictException if it is built in or has posts */
export default class DeleteType {
  async handle({ name, reason, origin, dryRun, unlessStale }: DeleteTypeInput): Promise<void> {
    await db.transaction(async (client) => {
      const type = await Type.locked(name, client)
      if (!type) throw new NotFoundException('type')
      unlessStale(type.updatedAt.toJSDate())
      if (type.isBuiltIn) throw new ConflictException('The type post stays.')
      const post = await client.from('posts').where('type', name).select('id').first()
      if (post) throw new ConflictException(inUse(name))
      await type.delete()

      const act = { action: 'type.delete', targetType: 'type', targetId: type.id } as const
      const before = { name, title: type.title }
      await AuditEntry.record({ ...act, reason, before }, origin, client)
      if (dryRun) await client.rollback()
    })
    if (!dryRun) await TypesChanged.dispatch()
  }
}

const inUse = (name: string) =>
  `There are posts of the type ${name}, in the trash too. Give them another type, or delete them for good.`
