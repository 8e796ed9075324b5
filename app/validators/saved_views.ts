import type { HttpContext } from '@adonisjs/core/http'
import vine, { errors } from '@vinejs/vine'
import ValidationException from '#exceptions/validation_exception'
import type { FieldProblem } from '#exceptions/problem'
import { gathered } from '#http/data_parameters'
import { adviceOn, unknownNames } from '#http/unknown_names'
import { lists } from '#resources/lists'
import { savedView } from '#resources/saved_view'
import { askedMembersOf } from '#validators/asked_members'
import { listBatchesValidator } from '#validators/batches'
import { listMailsValidator } from '#validators/mails'
import { listValidator } from '#validators/list_parameters'
import { characters, line } from '#validators/rules'
import {
  listAuditValidator,
  listReportsValidator,
  listStaffCommentsValidator,
  listStaffPostsValidator,
  listUsersValidator,
} from '#validators/staff'
import {
  listNames,
  MAX_FILTER_CHARACTERS,
  MAX_VIEW_COLUMNS,
  MAX_VIEW_FILTERS,
  type ListName,
} from '#domain/saved_view'
import { filterableShape } from '#domain/types/type'

const validators: Record<ListName, { validate(given: object, more: object): Promise<unknown> }> = {
  posts: listStaffPostsValidator,
  comments: listStaffCommentsValidator,
  users: listUsersValidator,
  reports: listReportsValidator,
  audit: listAuditValidator,
  batches: listBatchesValidator,
  mails: listMailsValidator,
}

const contents = () => ({
  filters: vine
    .record(vine.string().use(characters({ min: 1, max: MAX_FILTER_CHARACTERS })))
    .maxLength(MAX_VIEW_FILTERS)
    .optional(),
  sort: vine.string().maxLength(40).nullable().optional(),
  columns: vine
    .array(vine.string().maxLength(60))
    .minLength(1)
    .maxLength(MAX_VIEW_COLUMNS)
    .distinct()
    .nullable()
    .optional(),
  shared: vine.boolean({ strict: true }).optional(),
})

const name = () => line(60)

export const listViewsValidator = listValidator(savedView, 'SavedView')
export const showViewValidator = askedMembersOf(savedView.views.SavedView)
export const createViewValidator = vine.create({
  name: name(),
  list: vine.enum(listNames),
  ...contents(),
})
export const updateViewValidator = vine.create({ name: name().optional(), ...contents() })

export interface ViewContents {
  filters?: Record<string, string>
  sort?: string | null
  columns?: string[] | null
}

/** Refuses names that the view's list lacks. @throws ValidationException */
export async function refuseUnfit(
  list: ListName,
  { filters = {}, sort, columns }: ViewContents,
  ctx: HttpContext
): Promise<void> {
  const { sorts, shown } = lists[list]
  const problems = [
    ...(await problemsOfFilters(list, filters, ctx)),
    ...(sort ? unknownIn([sort], Object.keys(sorts), 'order', () => '/sort') : []),
    ...unknownIn(columns ?? [], [...shown], 'column', (at) => `/columns/${at}`),
  ]
  if (problems.length > 0) throw new ValidationException(problems)
}

/** A filter takes the same values as the parameter of the list. */
async function problemsOfFilters(
  list: ListName,
  filters: Record<string, string>,
  ctx: HttpContext
): Promise<FieldProblem[]> {
  const given = gathered(filters)
  const known = new Set(Object.keys(lists[list].filters))
  const unknown = unknownNames(given, known, 'filter', '/filters')
  const members = Object.keys(given.data ?? {}).filter((member) => !filterableShape.test(member))
  if (unknown.length > 0) return unknown
  if (members.length > 0) return [wrongMember]
  return validators[list].validate(given, { meta: { place: 'filters', ctx } }).then(
    () => [],
    (error) => {
      if (error instanceof errors.E_VALIDATION_ERROR) return error.messages
      throw error
    }
  )
}

const wrongMember: FieldProblem = {
  pointer: '/filters/data',
  rule: 'data',
  detail: 'data takes names of a-z, digits and _, as in data.place.',
}

const unknownIn = (
  given: string[],
  known: string[],
  kind: 'order' | 'column',
  pointerOf: (index: number) => string
): FieldProblem[] =>
  given.flatMap((one, index) =>
    known.includes(one)
      ? []
      : [{ pointer: pointerOf(index), rule: 'unknown', detail: adviceOn(one, known, kind) }]
  )
