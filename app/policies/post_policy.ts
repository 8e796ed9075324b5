import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayActOnWritten, mayEditPost, mayTakePost, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'

export default class PostPolicy extends BasePolicy {
  update(actor: Actor, post: Written): AuthorizerResponse {
    return mayEditPost.holds(post, actor)
  }

  publish(actor: Actor, post: Written): AuthorizerResponse {
    if (post.user_id !== actor.id) return mayEditPost.holds(post, actor)
    return (
      actor.permissions.has('posts.publish') ||
      AuthorizationResponse.deny('This needs the permission posts.publish.')
    )
  }

  review(actor: Actor, post: Written): AuthorizerResponse {
    if (!actor.permissions.has('posts.review')) {
      return AuthorizationResponse.deny('This needs the permission posts.review.')
    }
    if (post.user_id === actor.id) {
      return AuthorizationResponse.deny('Another user reviews your own posts.')
    }
    return mayActOnWritten('posts.review').holds(post, actor)
  }

  delete(actor: Actor, post: Written): AuthorizerResponse {
    return mayTakePost.holds(post, actor)
  }
}
