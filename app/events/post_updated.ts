import { BaseEvent } from '@adonisjs/core/events'

export default class PostUpdated extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
