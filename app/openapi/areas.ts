import type { Area } from '#openapi/operation'
import { accounts } from '#openapi/operations/accounts'
import { comments } from '#openapi/operations/comments'
import { posts } from '#openapi/operations/posts'
import { reports } from '#openapi/operations/reports'
import { service } from '#openapi/operations/service'
import { sessions } from '#openapi/operations/sessions'
import { staff } from '#openapi/operations/staff'

export const areas: Area[] = [accounts, sessions, posts, comments, reports, staff, service]
