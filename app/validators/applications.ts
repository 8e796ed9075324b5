import vine from '@vinejs/vine'
import { application } from '#resources/application'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'
import { reason } from '#validators/rules'

export const listApplicationsValidator = listValidator(application, 'Application')

export const showApplicationValidator = askedMembersOf(application.views.Application)

export const approveValidator = vine.create({ reason: reason().optional() })

export const rejectValidator = vine.create({ reason: reason() })
