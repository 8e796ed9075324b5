import { embed } from '#resources/definition/embedding'
import { integer, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { user } from '#resources/user'
import { reviewStates } from '#domain/review'

const person = (alias: string, description: string) =>
  embed(user.views.Author, {
    values: {
      id: `${alias}.id`,
      username: `${alias}.username`,
      display_name: `${alias}.display_name`,
    },
    description,
  })

export const review = defineResource({
  table: 'post_reviews',
  joins: `
    left join authors as requesters on requesters.id = post_reviews.requested_by
    left join authors as reviewers on reviewers.id = post_reviews.reviewer_id`,
  revision: 'updated_at',
  members: {
    post_id: integer({ example: 42, exported: true }),
    state: oneOf(reviewStates, { exported: true }),
    note: text({
      sql: (audience) =>
        audience === 'export'
          ? 'case when post_reviews.reviewer_id = :id then post_reviews.note end'
          : 'case when reviewers.id is not null then post_reviews.note end',
      nullable: true,
      description: 'The text of the reviewer.',
      example: 'Please name the source.',
      exported: true,
    }),
    requested_by: person('requesters', 'Who asked for the review.'),
    reviewer: person('reviewers', 'Who answered; null before.'),
    requested_at: time({ exported: true }),
    updated_at: time({ exported: true }),
  },
  views: { PostReview: { for: 'owner' } },
})
