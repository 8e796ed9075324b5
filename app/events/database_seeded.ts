import { BaseEvent } from '@adonisjs/core/events'

/** Too many rows were inserted to name them. */
export default class DatabaseSeeded extends BaseEvent {}
