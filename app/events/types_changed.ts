import { BaseEvent } from '@adonisjs/core/events'

export default class TypesChanged extends BaseEvent {}
