import { BaseEvent } from '@adonisjs/core/events'

/** Their time has ended. */
export default class PostsUnpublished extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
