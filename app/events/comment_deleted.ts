import { BaseEvent } from '@adonisjs/core/events'

export default class CommentDeleted extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
