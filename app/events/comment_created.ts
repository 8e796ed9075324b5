import { BaseEvent } from '@adonisjs/core/events'

export default class CommentCreated extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
