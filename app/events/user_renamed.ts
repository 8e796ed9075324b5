import { BaseEvent } from '@adonisjs/core/events'

export default class UserRenamed extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
