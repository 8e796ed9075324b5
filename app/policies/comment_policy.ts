import { BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayTake, type Actor, type Written } from '#support/roles'

interface CommentState {
  user_id: number | null
}

export default class CommentPolicy extends BasePolicy {
  update(actor: Actor, comment: CommentState): AuthorizerResponse {
    return comment.user_id === actor.id
  }

  delete(actor: Actor, comment: Written): AuthorizerResponse {
    return mayTake(actor, comment)
  }
}
