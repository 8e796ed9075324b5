import config from '@adonisjs/core/services/config'
import { grantsOf, type Permission, type Posting } from '#domain/permissions'

/** What a role grants, with the effect of the setting POSTING. */
export const grantsOfRole = (
  name: string,
  permissions: readonly string[]
): ReadonlySet<Permission> => grantsOf(name, permissions, config.get<Posting>('posting.mode'))
