import { BaseEvent } from '@adonisjs/core/events'

export default class VoteCast extends BaseEvent {
  constructor(readonly postId: number) {
    super()
  }
}
