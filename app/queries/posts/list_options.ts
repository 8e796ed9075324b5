import type { PageOptions } from '#db/keyset'
import type { ListedBy } from '#resources/definition/resource'
import type { post } from '#resources/post'

export type PostSort = NonNullable<ListedBy<typeof post>['sort']>

/** Users have their ids. */
export type ListPostsOptions = PageOptions & ListedBy<typeof post>

/** Most requests ask for this length, so only it has prepared statements. */
export const usualLimit = 10
