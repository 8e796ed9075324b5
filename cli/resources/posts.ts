import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { person } from '#cli/resources/texts'
import { post } from '#resources/post'

export const path = '/admin/posts'

const { StaffPost } = post.views

const texts: Texts = {
  author: ({ author }) => person(author, 'erased'),
  status: ({ status, locked }) => (locked && status !== 'locked' ? `${status}, locked` : status),
}

export const columns = columnsOf(StaffPost, texts)

export const view = (row: any, output: Output) =>
  detailsOf(StaffPost, row, output, {
    ...texts,
    comments_open: ({ comments_open: isOpen }) => (isOpen ? 'open' : 'closed'),
    votes_count: ({ votes_count: votes, upvotes, downvotes }) =>
      `${votes} (${upvotes} up, ${downvotes} down)`,
  })
