import { BaseEvent } from '@adonisjs/core/events'

export default class PostDeleted extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
