import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { isStaff, type Actor } from '#support/roles'
import { maySee } from '#support/visibility'

interface PostState {
  user_id: number | null
  visible: boolean
}

export default class PostPolicy extends BasePolicy {
  /** A draft exists for its author and staff alone. */
  @allowGuest()
  view(actor: Actor | null, post: PostState): AuthorizerResponse {
    return maySee(actor, post)
  }

  update(actor: Actor, post: PostState): AuthorizerResponse {
    return post.user_id === actor.id
  }

  delete(actor: Actor, post: PostState): AuthorizerResponse {
    return post.user_id === actor.id || isStaff(actor)
  }
}
