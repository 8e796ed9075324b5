import { BaseEvent } from '@adonisjs/core/events'

export default class CountersRebuilt extends BaseEvent {}
