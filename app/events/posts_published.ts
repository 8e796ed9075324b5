import { BaseEvent } from '@adonisjs/core/events'

/** By schedules. */
export default class PostsPublished extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
