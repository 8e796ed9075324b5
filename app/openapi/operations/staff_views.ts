import { created, nothing, resource, takes, type Operation } from '#openapi/operation'
import { page, show } from '#openapi/operations/staff_reads'
import { MAX_OWN_VIEWS, MAX_SHARED_VIEWS } from '#domain/saved_view'
import { idValidator } from '#validators/lists'
import {
  createViewValidator,
  listViewsValidator,
  showViewValidator,
  updateViewValidator,
} from '#validators/saved_views'

const change =
  'For its owner, and if it is shared for `views.manage`. Only its owner stops sharing it.'

export const viewOperations: Record<string, Operation> = {
  'admin.views.index': page(
    'SavedView',
    'List saved views',
    'By name: my own and those that staff share, of the lists that I may read.',
    listViewsValidator
  ),
  'admin.views.show': show(
    'SavedView',
    'Read a saved view',
    'One of my own, or a shared one of a list that I may read.',
    { query: showViewValidator }
  ),
  'admin.views.store': {
    summary: 'Save a view of a list',
    description: `Its filters, order and columns must be those of the list. A user has ${MAX_OWN_VIEWS} views at most, and all staff together ${MAX_SHARED_VIEWS} shared ones. The audit log has shared views, without the values of filters.`,
    body: takes(createViewValidator, {
      name: 'To be reviewed',
      list: 'posts',
      filters: { review: 'requested' },
      sort: 'updated',
      columns: ['title', 'author', 'updated_at'],
      shared: true,
    }),
    problems: ['conflict', 'silenced'],
    answers: { 201: created('SavedView', ['ETag']) },
  },
  'admin.views.update': {
    summary: 'Change a saved view',
    description: `Its list stays. ${change}`,
    path: idValidator,
    body: takes(updateViewValidator, { filters: { review: 'approved' } }),
    problems: ['conflict', 'silenced'],
    answers: { 200: resource('SavedView') },
  },
  'admin.views.destroy': {
    summary: 'Delete a saved view',
    description: change,
    path: idValidator,
    problems: ['silenced'],
    answers: { 204: nothing },
  },
}
