import { BaseEvent } from '@adonisjs/core/events'

/** What posts and comments show of their author has changed. */
export default class UserRenamed extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
