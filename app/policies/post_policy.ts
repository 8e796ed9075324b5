import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayTake, type Actor, type Written } from '#domain/roles'
import { maySee, type PostState } from '#domain/visibility'

export default class PostPolicy extends BasePolicy {
  /** A draft exists for its author and staff alone, a removed post for staff alone. */
  @allowGuest()
  view(actor: Actor | null, post: PostState): AuthorizerResponse {
    return maySee(actor, post)
  }

  update(actor: Actor, post: PostState): AuthorizerResponse {
    return post.user_id === actor.id
  }

  delete(actor: Actor, post: Written): AuthorizerResponse {
    return mayTake(actor, post)
  }
}
