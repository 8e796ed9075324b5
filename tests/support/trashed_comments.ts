import type { ApiClient } from '@japa/api-client'
import type { Group } from '@japa/runner/core'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { refuseWrongCounters } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'

/** The people of a test, and the post that they comment on. */
export let [author, other, moderator]: User[] = []
export let postId: number

/** Each test of the group begins with them, and ends with right counters. */
export function eachWithComments(group: Group) {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, other, moderator] = await people('member', 'member', 'moderator')
    postId = (await PostFactory.create()).id
  })
  group.each.teardown(refuseWrongCounters)
}

export const write = (userId: number, parentId: number | null = null) =>
  CommentFactory.merge({ postId, userId, parentId, depth: parentId === null ? 0 : 1 }).create()

export const remove = (client: ApiClient, user: User, id: number, query = '') =>
  client.delete(`/comments/${id}${query}`).loginAs(user)

export const bringBack = (client: ApiClient, user: User, id: number, more: object = {}) =>
  client
    .patch(`/comments/${id}`)
    .loginAs(user)
    .json({ deleted: false, ...more })
