import { BaseEvent } from '@adonisjs/core/events'

/** A role was made, changed or deleted. */
export default class RolesChanged extends BaseEvent {}
