import type { DataProvider, GetListParams, RaRecord } from 'react-admin'
import { ownAccount } from './own_account'
import { call } from './client'
import { PageCursors } from './page_cursors'
import { orderOf, parametersOf, resourceOf } from './resources'
import type { ApiResource } from '../kit/noun'

const cursors = new PageCursors()

/** The entity tag of what was read last, so that a write refuses to overwrite a newer version. */
const entityTags = new Map<string, string>()

/** Gives a record the `id` that react-admin needs, if its address has another member. */
const recordOf = ({ key = 'id' }: ApiResource, data: any): RaRecord => ({ ...data, id: data[key] })

const pathOf = (resource: ApiResource, id: RaRecord['id']) =>
  `${resource.one ?? resource.list}/${encodeURIComponent(id)}`

async function pathOfList({ list, own }: ApiResource): Promise<string> {
  if (!own) return list
  const { permissions = [] } = await ownAccount()
  return permissions.includes(own.unless) ? list : own.list
}

/** @param meta `fields`: the members that are shown */
async function getList(
  name: string,
  { pagination, sort, filter, meta, signal }: GetListParams & { signal?: AbortSignal }
) {
  const resource = resourceOf(name)
  if (resource.isWhole) return getWhole(resource, signal)
  const { page, perPage } = pagination ?? { page: 1, perPage: 25 }
  const asked = {
    ...resource.query,
    ...parametersOf(filter ?? {}),
    fields: meta?.fields,
    sort: orderOf(resource, sort),
    limit: perPage,
  }
  const list = JSON.stringify([name, asked])
  const query = { ...asked, ...cursors.placeOf(list, page, perPage) }
  const { data, response } = await call('GET', await pathOfList(resource), { query, signal })
  const hasNextPage = cursors.remember(list, page, response.headers.get('Link'))
  const records: any[] = data.map((one: unknown) => recordOf(resource, one))
  const pageInfo = { hasNextPage, hasPreviousPage: page > 1 }
  // The last page tells how many there are.
  const total = hasNextPage ? undefined : (page - 1) * perPage + records.length
  return { data: records, pageInfo, total }
}

async function getWhole(resource: ApiResource, signal?: AbortSignal) {
  const { data } = await call('GET', resource.list, { signal })
  return { data: data.map((one: unknown) => recordOf(resource, one)), total: data.length }
}

async function getOne(name: string, { id }: { id: RaRecord['id'] }) {
  const resource = resourceOf(name)
  const path = pathOf(resource, id)
  const { data, response } = await call('GET', path)
  const tag = response.headers.get('ETag')
  if (tag) entityTags.set(path, tag)
  return { data: recordOf(resource, data) as any }
}

/** The members that changed: the API leaves the others as they are. */
const changed = (data: object, before: Partial<RaRecord> = {}) =>
  Object.fromEntries(
    Object.entries(data).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])
    )
  )

const inTurn = async <T, R>(all: readonly T[], act: (one: T) => Promise<R>) => {
  const done: R[] = []
  for (const one of all) done.push(await act(one))
  return done
}

/** Reads and writes the resources of `resources.ts` through the API. */
export const dataProvider: DataProvider = {
  supportAbortSignal: true,
  getList,
  getOne,
  getMany: async (name, { ids }) => ({
    data: (await Promise.all(ids.map((id) => getOne(name, { id })))).map(({ data }) => data),
  }),
  getManyReference: (name, { target, id, filter, ...rest }) =>
    getList(name, { ...rest, filter: { ...filter, [target]: id } }),

  async create(name, { data }) {
    const resource = resourceOf(name)
    const made = await call('POST', resource.create ?? resource.list, { body: data })
    return { data: recordOf(resource, made.data) as any }
  },

  async update(name, { id, data, previousData }) {
    const resource = resourceOf(name)
    const path = pathOf(resource, id)
    const tag = entityTags.get(path)
    const headers: Record<string, string> = tag ? { 'If-Match': tag } : {}
    const answer = await call('PATCH', path, { body: changed(data, previousData), headers })
    const newTag = answer.response.headers.get('ETag')
    if (newTag) entityTags.set(path, newTag)
    else entityTags.delete(path)
    return { data: recordOf(resource, answer.data) as any }
  },

  async updateMany(name, { ids, data }) {
    await inTurn(ids, (id) => dataProvider.update(name, { id, data, previousData: {} as any }))
    return { data: ids }
  },

  async delete(name, { id, previousData }) {
    await call('DELETE', pathOf(resourceOf(name), id))
    return { data: previousData as any }
  },

  async deleteMany(name, { ids }) {
    await inTurn(ids, (id) => call('DELETE', pathOf(resourceOf(name), id)))
    return { data: ids }
  },
}
