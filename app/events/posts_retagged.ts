import { BaseEvent } from '@adonisjs/core/events'

export default class PostsRetagged extends BaseEvent {
  constructor(readonly postIds: number[]) {
    super()
  }
}
