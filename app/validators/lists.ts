import vine from '@vinejs/vine'
import { comment } from '#resources/comment'
import type { View } from '#resources/definition/view'
import { post } from '#resources/post'
import { user } from '#resources/user'
import { securityEvent } from '#resources/security_event'
import { ownVote } from '#resources/vote'
import { membersOf } from '#validators/asked_members'
import { listValidator, page, skip } from '#validators/list_parameters'
import { characters, idInUrl, userInUrl } from '#validators/rules'
import { searchText } from '#validators/search'

export const pageValidator = (view: View) => vine.create({ ...page, ...membersOf(view), skip })

export const idValidator = vine.create({ id: idInUrl() })

export const slugInUrlValidator = vine.create({
  slug: vine.string().use(characters({ min: 1, max: 200 })),
})

export const listPostsValidator = listValidator(post, 'Post', { without: ['status', 'review'] })

export const listChangesValidator = vine.create({
  limit: page.limit,
  after: vine.string().maxLength(500).optional(),
  ...membersOf(post.views.Post),
})

export const userInUrlValidator = vine.create({ user: userInUrl() })

export const searchUsersValidator = vine.create({
  ...page,
  ...membersOf(user.views.User),
  skip,
  search: searchText().use(characters({ min: 2, max: 50 })),
})

export const listPostsOfUserValidator = listValidator(post, 'Post', { without: ['author'] })

export const listTrashValidator = vine.create({
  ...page,
  ...membersOf(post.views.TrashedPost),
  skip,
})

export const listTrashedCommentsValidator = vine.create({
  ...page,
  ...membersOf(comment.views.TrashedComment),
  skip,
})

export const listCommentsValidator = listValidator(comment, 'Comment', { sort: 'old' })

export const listVotesValidator = pageValidator(ownVote.views.OwnVote)

export const listSecurityEventsValidator = pageValidator(securityEvent.views.SecurityEvent)

export const listCommentsOfUserValidator = listValidator(comment, 'Comment', {
  without: ['parent_id'],
})
