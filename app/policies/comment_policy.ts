import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayTakeComment, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import { maySeePost, type CommentState } from '#domain/visibility'

export default class CommentPolicy extends BasePolicy {
  /** On a post that became a draft, users may only delete their comments. */
  update(actor: Actor, comment: CommentState): AuthorizerResponse {
    if (comment.user_id !== actor.id) return false
    return (
      maySeePost.holds(comment.post, actor) ||
      AuthorizationResponse.deny('The post has become a draft.')
    )
  }

  delete(actor: Actor, comment: Written): AuthorizerResponse {
    return mayTakeComment.holds(comment, actor)
  }
}
