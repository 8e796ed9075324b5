import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { auditedWrite, type StaffWrite } from '#actions/staff/audited_write'
import { refuseMoreViews } from '#actions/views/refuse_more_views'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { violatedIndex } from '#db/errors'
import IdempotencyKey from '#models/idempotency_key'
import SavedView from '#models/saved_view'
import type { Facts } from '#domain/moderation'
import type { Actor } from '#domain/roles'
import {
  isViewFor,
  listPermissions,
  mayChangeView,
  mayOpenList,
  type ListName,
} from '#domain/saved_view'

interface Fields {
  name: string
  filters?: Record<string, string>
  sort?: string | null
  columns?: string[] | null
  shared?: boolean
}

interface ViewWrite extends Omit<StaffWrite, 'reason' | 'dryRun'> {
  actor: Actor
}

interface Change extends ViewWrite {
  id: number
  unlessStale: (revision: Date) => void
}

/** A write that other staff can see is audited. */
export default class SaveView {
  /** @throws ForbiddenException, ConflictException if the name is taken, or the limit is reached */
  create(fields: Fields & { list: ListName }, write: ViewWrite): Promise<SavedView> {
    const { actor } = write
    refuseClosedList(actor, fields.list)
    return written('create', write, async (client) => {
      const { shared = false } = fields
      await refuseMoreViews({ userId: actor.id, isOwn: true, isShared: shared }, client)
      const row = { filters: {}, ...fields, shared, userId: actor.id }
      const view = await SavedView.create(row, { client }).catch(refuseTaken)
      return { row: view, after: factsOf(view), isAudited: view.shared }
    })
  }

  /** @throws NotFoundException, ForbiddenException, PreconditionFailedException, ConflictException */
  update(changes: Partial<Fields>, change: Change): Promise<SavedView> {
    return written('update', change, async (client) => {
      const view = await found(change, client)
      const before = factsOf(view)
      const wasShared = view.shared
      const isShared = !wasShared && changes.shared === true
      await refuseMoreViews({ isOwn: false, isShared }, client)
      if (changes.shared === false) refuseOthers(view, change.actor)
      await view.merge(changes).save().catch(refuseTaken)
      return { row: view, before, after: factsOf(view), isAudited: wasShared || view.shared }
    })
  }

  /** @throws NotFoundException, ForbiddenException, PreconditionFailedException */
  delete(change: Change): Promise<SavedView> {
    return written('delete', change, async (client) => {
      const view = await found(change, client)
      await view.delete()
      await IdempotencyKey.clearAnswers([`view:${view.id}`], client)
      return { row: view, before: factsOf(view), isAudited: view.shared }
    })
  }
}

const written = (
  verb: string,
  write: ViewWrite,
  work: Parameters<typeof auditedWrite<SavedView>>[2]
) => auditedWrite({ targetType: 'view', verb }, write, work)

/** The log omits values of filters: they may name users. */
const factsOf = ({ name, list, shared, filters, sort, columns }: SavedView): Facts => ({
  name,
  list,
  shared,
  filters: Object.keys(filters),
  sort,
  columns,
})

async function found({ id, actor, unlessStale }: Change, client: TransactionClientContract) {
  const view = await SavedView.query({ client }).where('id', id).forUpdate().first()
  if (!view || !isViewFor(actor, view)) throw new NotFoundException('view')
  if (!mayChangeView(actor, view)) {
    throw new ForbiddenException('It is of another user: this needs the permission views.manage.')
  }
  unlessStale(view.updatedAt.toJSDate())
  return view
}

function refuseClosedList(actor: Actor, list: ListName) {
  if (mayOpenList(actor, list)) return
  const needed = listPermissions[list].join(' or ')
  throw new ForbiddenException(`The list ${list} needs the permission ${needed}.`)
}

/** After that, the actor could no longer see the view. */
function refuseOthers({ userId }: SavedView, { id }: Actor) {
  if (userId === id) return
  throw new ForbiddenException('Only its owner stops sharing it: delete it instead.')
}

function refuseTaken(error: unknown): never {
  const index = violatedIndex(error)
  if (index === 'saved_views_own_name_unique') {
    throw new ConflictException('You have a view of this list with this name already.')
  }
  if (index !== 'saved_views_shared_name_unique') throw error
  throw new ConflictException('There is a shared view of this list with this name already.')
}
