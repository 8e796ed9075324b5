import { BaseEvent } from '@adonisjs/core/events'

export default class TagsCounted extends BaseEvent {}
