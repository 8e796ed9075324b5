import { BaseEvent } from '@adonisjs/core/events'

export default class UserErased extends BaseEvent {
  constructor(readonly userId: number) {
    super()
  }
}
