import { BaseEvent } from '@adonisjs/core/events'

export default class CommentUpdated extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
