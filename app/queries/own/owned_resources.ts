import * as files from '#generated/resources'
import type { Resource } from '#resources/definition/resource'

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && 'definition' in value

/** All resources of `app/resources` whose rows belong to one user. */
export const ownedResources: Resource[] = Object.values(files)
  .flatMap((file) => Object.values<unknown>(file))
  .filter(isResource)
  .filter(({ definition }) => definition.isOwned)
