import { isAccess } from '#tests/resilience/model/access_operations'
import { accessRequestOf } from '#tests/resilience/model/access_requests'
import type { Keys } from '#tests/resilience/model/keys'
import type { Operation } from '#tests/resilience/model/operations'
import type { Schema } from '#tests/resilience/model/state'

/** How an operation is sent. */
export interface Request {
  method: string
  path: string
  body?: object
  /** By the name of a session, as staff, or with this token; a stranger by default. */
  as?: { session: string } | { role: 'moderator' | 'editor' | 'admin' } | { token: string }
}

type Id = number | undefined
type Sent = Exclude<Operation, { kind: 'sign up' }>

interface Known {
  /** The id of a user, a post or a comment by its name. */
  idOf: (name: string) => Id
  keys: Keys
}

export function requestOf(operation: Sent, { idOf, keys }: Known): Request {
  if (isAccess(operation)) return accessRequestOf(operation, { idOf, keys })
  const as = 'user' in operation ? { session: operation.session! } : ({ role: 'admin' } as const)
  const post = 'post' in operation ? `/posts/${idOf(operation.post)}` : ''
  const comment = 'comment' in operation ? `/comments/${idOf(operation.comment)}` : ''
  const act = (action: string, target: string): Request => ({
    method: 'POST',
    path: '/admin/actions',
    body: { action, target_id: idOf(target), reason: 'So the history says.' },
    as: { role: 'moderator' },
  })

  switch (operation.kind) {
    case 'post': {
      const { title, published, type, place } = operation
      const body = { title, content: title, published, type, data: dataOf(place) }
      return { method: 'POST', path: '/posts', body, as }
    }
    case 'edit': {
      const { title, published } = operation
      return { method: 'PATCH', path: post, body: { title, published }, as }
    }
    case 'tag':
      return { method: 'PATCH', path: post, body: { tags: operation.tags }, as }
    case 'place':
      return { method: 'PATCH', path: post, body: { data: dataOf(operation.place) }, as }
    case 'retype':
      return { method: 'PATCH', path: post, body: { type: operation.type }, as }
    case 'save copy':
      return { method: 'PATCH', path: `${post}/draft`, body: { title: operation.title }, as }
    case 'discard copy':
      return { method: 'DELETE', path: `${post}/draft`, as }
    case 'ask for review':
      return { method: 'PUT', path: `${post}/review`, body: { state: 'requested' }, as }
    case 'answer review': {
      const { state } = operation
      return { method: 'PUT', path: `${post}/review`, body: { state }, as: { role: 'editor' } }
    }
    case 'preview':
      return { method: 'POST', path: `${post}/previews`, body: {}, as }
    case 'schedule':
      return { method: 'PUT', path: `${post}/publication`, body: { at: inADay() }, as }
    case 'publish':
      return { method: 'PUT', path: `${post}/publication`, body: {}, as }
    case 'unpublish':
      return { method: 'DELETE', path: `${post}/publication`, as }
    case 'trash':
      return { method: 'DELETE', path: post, as }
    case 'untrash':
      return { method: 'PATCH', path: post, body: { deleted: false }, as }
    case 'delete':
      return { method: 'DELETE', path: `${post}?purge=true`, as }
    case 'vote': {
      const body = { post_id: idOf(operation.post), vote_dir: operation.direction }
      return { method: 'POST', path: '/votes', body, as }
    }
    case 'comment': {
      const { content, parent } = operation
      const under = parent === null ? null : idOf(parent)
      const body = { post_id: idOf(operation.post), content, parent_id: under }
      return { method: 'POST', path: '/comments', body, as }
    }
    case 'edit comment':
      return { method: 'PATCH', path: comment, body: { content: operation.content }, as }
    case 'delete comment':
      return { method: 'DELETE', path: comment, as }
    case 'bring comment back':
      return { method: 'PATCH', path: comment, body: { deleted: false }, as }
    case 'purge comment':
      return { method: 'DELETE', path: `${comment}?purge=true`, as }
    case 'erase': {
      const body = { password: keys.passwords.get(operation.password) }
      return { method: 'DELETE', path: '/users/me', body, as }
    }
    case 'remove':
    case 'restore':
      return act(`post.${operation.kind}`, operation.post)
    case 'remove comment':
      return act('comment.remove', operation.comment)
    case 'restore comment':
      return act('comment.restore', operation.comment)
    case 'suspend':
    case 'unsuspend':
      return act(`user.${operation.kind}`, operation.user)
    case 'put type': {
      const { schema, isFilterable, listed, force } = operation
      const filterable = isFilterable && schema !== 'no data' ? ['place'] : []
      const body = { title: 'Of a history', schema: schemas[schema], filterable, listed }
      return { method: 'PUT', path: `/types/${operation.type}?force=${force}`, body, as }
    }
    case 'delete type':
      return { method: 'DELETE', path: `/types/${operation.type}`, as }
  }
}

const schemas: Record<Schema, object | null> = {
  'no data': null,
  'any place': { required: ['place'], properties: { place: { type: 'string' } } },
  'a capital letter': {
    required: ['place'],
    properties: { place: { type: 'string', pattern: '^[A-Z]' } },
  },
}

const dataOf = (place: string | null) => (place === null ? null : { place })

const inADay = () => new Date(Date.now() + 86_400_000).toISOString()
