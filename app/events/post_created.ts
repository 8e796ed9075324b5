import { BaseEvent } from '@adonisjs/core/events'

export default class PostCreated extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
