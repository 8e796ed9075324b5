import { BaseEvent } from '@adonisjs/core/events'

/** After a seeding with too many rows to name. */
export default class DatabaseSeeded extends BaseEvent {}
