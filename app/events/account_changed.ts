import { BaseEvent } from '@adonisjs/core/events'

export default class AccountChanged extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
