import { BaseEvent } from '@adonisjs/core/events'

export default class UserUpdated extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
