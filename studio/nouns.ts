import { account } from './account'
import { applications } from './applications'
import { audit } from './audit'
import { batches } from './batches'
import { calendar } from './calendar'
import { collections } from './collections'
import { comments } from './comments'
import { imports } from './imports'
import { invites } from './invites'
import { mails } from './mails'
import { media } from './media'
import type { Noun } from './kit/noun'
import { posts } from './posts'
import { reasons } from './reasons'
import { reports } from './reports'
import { roles } from './roles'
import { settings } from './settings'
import { tags } from './tags'
import { types } from './types'
import { users } from './users'
import { webhooks } from './webhooks'

/** All nouns of the studio, in the order of the menu. */
export const nouns: readonly Noun[] = [
  reports,
  applications,
  users,
  comments,
  batches,
  reasons,
  posts,
  media,
  calendar,
  tags,
  collections,
  types,
  invites,
  roles,
  audit,
  mails,
  webhooks,
  imports,
  settings,
  account,
]
