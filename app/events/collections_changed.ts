import { BaseEvent } from '@adonisjs/core/events'

export default class CollectionsChanged extends BaseEvent {}
