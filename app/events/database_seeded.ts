import { BaseEvent } from '@adonisjs/core/events'

/** Rows have come in bulk, too many to name. */
export default class DatabaseSeeded extends BaseEvent {}
