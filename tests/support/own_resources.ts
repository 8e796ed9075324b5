import { areas } from '#openapi/areas'
import type { Operation } from '#openapi/operation'
import { ownedResources } from '#queries/own/owned_resources'
import type { Resource } from '#resources/definition/resource'

/* Resources that each user has alone are tested everywhere without being listed anywhere. */

/** The names of the routes that write them. */
export const ownWrites = ownedResources.flatMap(({ table }) =>
  ['store', 'update', 'destroy'].map((act) => `${table}.${act}`)
)

/** The body of the document, with the ids of rows that are there. @param ids by the plural of the resource */
export function exampleOf({ table }: Resource, ids: Record<string, number | string>) {
  const operations: Record<string, Operation> = Object.assign(
    {},
    ...areas.map((area) => area.operations)
  )
  const example = operations[`${table}.store`].body!.example as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, ids[pluralOf(name)] ?? value])
  )
}

/** Of `post_id` it is `posts`. */
const pluralOf = (member: string) => member.replace(/_id$/, 's')

/** Creates one of each through the API. @returns their ids, by the plural of the resource */
export async function createOwn(
  post: (path: string, body: object) => PromiseLike<{ id: number }>,
  ids: Record<string, number | string>
): Promise<Record<string, number>> {
  const made: Record<string, number> = {}
  for (const resource of ownedResources) {
    const { id } = await post(`/${resource.table}`, exampleOf(resource, ids))
    made[resource.table] = id
  }
  return made
}
