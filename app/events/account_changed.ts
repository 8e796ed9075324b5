import { BaseEvent } from '@adonisjs/core/events'

/** What the guard knows of a user: the role, or a sanction. */
export default class AccountChanged extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
