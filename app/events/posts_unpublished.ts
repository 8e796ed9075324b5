import { BaseEvent } from '@adonisjs/core/events'

/** By schedules. */
export default class PostsUnpublished extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
