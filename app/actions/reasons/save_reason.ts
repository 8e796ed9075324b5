import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { auditedWrite, type StaffWrite } from '#actions/staff/audited_write'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { violatedIndex } from '#db/errors'
import IdempotencyKey from '#models/idempotency_key'
import Reason from '#models/reason'

interface Fields {
  title: string
  text: string
}

interface Change extends StaffWrite {
  id: number
  unlessStale: (revision: Date) => void
}

export const MAX_REASONS = 200

export default class SaveReason {
  /** @throws ConflictException if the title is taken, or the limit is reached */
  create(fields: Fields, write: StaffWrite): Promise<Reason> {
    return audited('create', write, async (client) => {
      // Two writers must not both make the last one.
      await client.rawQuery('lock table reasons in share row exclusive mode')
      const [{ count }] = await client.from('reasons').count('* as count')
      if (Number(count) >= MAX_REASONS) {
        throw new ConflictException(`There are ${MAX_REASONS} reasons already: delete one first.`)
      }
      const reason = await Reason.create(fields, { client }).catch(refuseTaken)
      return { row: reason, after: { ...fields } }
    })
  }

  /** @throws NotFoundException, PreconditionFailedException, ConflictException if the title is taken */
  update(changes: Partial<Fields>, change: Change): Promise<Reason> {
    return audited('update', change, async (client) => {
      const reason = await found(change, client)
      const { title, text } = reason
      await reason.merge(changes).save().catch(refuseTaken)
      return { row: reason, before: { title, text }, after: { ...changes } }
    })
  }

  /** Actions that used it keep its text. @throws NotFoundException, PreconditionFailedException */
  delete(change: Change): Promise<Reason> {
    return audited('delete', change, async (client) => {
      const reason = await found(change, client)
      await reason.delete()
      await IdempotencyKey.clearAnswers([`reason:${reason.id}`], client)
      const { title, text } = reason
      return { row: reason, before: { title, text } }
    })
  }
}

const audited = (
  verb: string,
  write: StaffWrite,
  work: Parameters<typeof auditedWrite<Reason>>[2]
) => auditedWrite({ targetType: 'reason', verb }, write, work)

async function found({ id, unlessStale }: Change, client: TransactionClientContract) {
  const reason = await Reason.query({ client }).where('id', id).forUpdate().first()
  if (!reason) throw new NotFoundException('reason')
  unlessStale(reason.updatedAt.toJSDate())
  return reason
}

function refuseTaken(error: unknown): never {
  if (violatedIndex(error) !== 'reasons_title_unique') throw error
  throw new ConflictException('There is a reason with this title already.')
}
