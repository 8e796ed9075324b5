import vine from '@vinejs/vine'
import { missedPolicies } from '#domain/post_status'
import { isTimeZone } from '#domain/time_zone'
import { instant, yes } from '#validators/rules'

const known = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid || isTimeZone(value)) return
  field.report('{{ field }} must be an IANA time zone, such as Europe/Berlin.', 'time_zone', field)
})

export const publicationValidator = vine.create({
  at: instant().optional(),
  until: instant().nullable().optional(),
  time_zone: vine.string().maxLength(64).use(known()).nullable().optional(),
  on_missed: vine.enum(missedPolicies).optional(),
  force: vine.boolean({ strict: true }).optional(),
  dry_run: yes().optional(),
})

export const deletePublicationValidator = vine.create({
  dry_run: vine.enum(['true', 'false'] as const).optional(),
})
