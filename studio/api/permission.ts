import type { components } from './schema'

export type Permission = NonNullable<components['schemas']['OwnUser']['permissions']>[number]
