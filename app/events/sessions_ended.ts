import { BaseEvent } from '@adonisjs/core/events'

export default class SessionsEnded extends BaseEvent {
  constructor(readonly sessionIds: number[]) {
    super()
  }
}
