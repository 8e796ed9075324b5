import { importRun } from '#resources/import'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'

export const listImportsValidator = listValidator(importRun, 'Import')

export const showImportValidator = askedMembersOf(importRun.views.Import)
