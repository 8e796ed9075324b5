import { resource, takes, type Area } from '#openapi/operation'
import { review } from '#resources/post_review'
import { idValidator } from '#validators/lists'
import { reviewValidator } from '#validators/reviews'

const { PostReview } = review.views

export const reviews: Area = {
  tag: 'Reviews',
  description:
    'For users who write without the permission `posts.publish`. The author asks, and a user with `posts.review` answers. Publication ends a review.',
  operations: {
    'posts.reviews.show': {
      summary: 'Read the review of a post',
      description: 'For its author and its editors. 404: none was requested.',
      path: idValidator,
      answers: { 200: resource(PostReview) },
    },
    'posts.reviews.update': {
      summary: 'Request or answer a review',
      description:
        '`requested` needs the right to edit the post. `approved` and `changes_requested` need `posts.review`, on a post of another user. An answer publishes nothing.',
      path: idValidator,
      body: takes(reviewValidator, { state: 'requested' }),
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 200: resource(PostReview) },
    },
  },
}
