import { BaseEvent } from '@adonisjs/core/events'

export default class TagsChanged extends BaseEvent {}
