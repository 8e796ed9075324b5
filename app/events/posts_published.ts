import { BaseEvent } from '@adonisjs/core/events'

/** Schedules have published them. */
export default class PostsPublished extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
