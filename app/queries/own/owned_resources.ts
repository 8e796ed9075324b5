import * as files from '#generated/resources'
import type { Resource } from '#resources/definition/resource'

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && 'definition' in value

/** Those whose rows a user has alone, of every file in `app/resources`. */
export const ownedResources: Resource[] = Object.values(files)
  .flatMap((file) => Object.values<unknown>(file))
  .filter(isResource)
  .filter(({ definition }) => definition.isOwned)
