import { BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayTake, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'

/** What someone may do with a post that they may see. */
export default class PostPolicy extends BasePolicy {
  update(actor: Actor, post: Written): AuthorizerResponse {
    return post.user_id === actor.id
  }

  delete(actor: Actor, post: Written): AuthorizerResponse {
    return mayTake.holds(post, actor)
  }
}
