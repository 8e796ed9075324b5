import { embed } from '#resources/definition/embedding'
import { time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { user } from '#resources/user'

/** The user with the working copy of a post open. */
export const draftEditor = defineResource({
  table: 'post_editors',
  joins: 'join authors as users on users.id = post_editors.user_id',
  revision: 'since',
  members: {
    user: embed(user.views.Author, { description: 'The user who has the working copy open.' }),
    since: time({ description: 'Since when, without a pause of five minutes.' }),
  },
  views: { DraftEditor: { for: 'owner' } },
})
