import vine from '@vinejs/vine'
import { comment } from '#resources/comment'
import { post } from '#resources/post'
import { user } from '#resources/user'
import { ownVote } from '#resources/vote'
import { membersOf } from '#validators/asked_members'
import { characters, idInUrl, userInUrl, wholeInUrl } from '#validators/rules'
import { searchText, searchWords } from '#validators/search'

export const page = {
  limit: wholeInUrl(1, 100).optional(),
  cursor: vine.string().maxLength(500).optional(),
}

/** For clients that count rows instead of following cursors. */
export const skip = wholeInUrl(0, 10_000).optional()

const searchOnly = vine.createRule((value, _, field) => {
  if (value === 'relevance' && !String(field.parent.search ?? '').trim()) {
    field.report('{{ field }} can be relevance with a search only.', 'search_only', field)
  }
})

const postSort = vine
  .enum(['new', 'old', 'top', 'hot', 'relevance'] as const)
  .use(searchOnly())
  .optional()

const posts = {
  ...page,
  ...membersOf(post.views.Post),
  skip,
  search: searchWords().optional(),
  sort: postSort,
}

export const idValidator = vine.create({ id: idInUrl() })

export const listPostsValidator = vine.create({ ...posts, author: userInUrl().optional() })

export const userInUrlValidator = vine.create({ user: userInUrl() })

export const searchUsersValidator = vine.create({
  ...page,
  ...membersOf(user.views.User),
  skip,
  search: searchText().use(characters({ min: 2, max: 50 })),
})

export const listPostsOfUserValidator = vine.create({
  ...posts,
  status: vine.enum(['draft', 'published'] as const).optional(),
})

export const listCommentsValidator = vine.create({
  ...page,
  ...membersOf(comment.views.Comment),
  skip,
  sort: vine.enum(['old', 'new'] as const).optional(),
  parent_id: wholeInUrl(0, Number.MAX_SAFE_INTEGER).optional(),
})

export const listVotesValidator = vine.create({
  ...page,
  ...membersOf(ownVote.views.OwnVote),
  skip,
})

export const listCommentsOfUserValidator = vine.create({
  ...page,
  ...membersOf(comment.views.Comment),
  skip,
  sort: vine.enum(['old', 'new'] as const).optional(),
})
