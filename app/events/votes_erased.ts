import { BaseEvent } from '@adonisjs/core/events'

export default class VotesErased extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
