import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayTake, type Actor, type Written } from '#domain/roles'
import { maySee } from '#domain/visibility'

interface CommentState {
  user_id: number | null
  post_user_id: number | null
  post_visible: boolean
  post_removed_at: Date | null
}

export default class CommentPolicy extends BasePolicy {
  /** On a post that has become a draft, others see and delete their comments, and write no more. */
  update(actor: Actor, comment: CommentState): AuthorizerResponse {
    if (comment.user_id !== actor.id) return false
    const post = {
      user_id: comment.post_user_id,
      visible: comment.post_visible,
      removed_at: comment.post_removed_at,
    }
    return maySee(actor, post) || AuthorizationResponse.deny('The post has become a draft.')
  }

  delete(actor: Actor, comment: Written): AuthorizerResponse {
    return mayTake(actor, comment)
  }
}
