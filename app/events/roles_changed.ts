import { BaseEvent } from '@adonisjs/core/events'

export default class RolesChanged extends BaseEvent {}
