import vine from '@vinejs/vine'
import { MAX_USES } from '#domain/invite'
import { invite } from '#resources/invite'
import { listValidator } from '#validators/list_parameters'
import { moment } from '#validators/rules'
import { roleName } from '#validators/roles'
import { email } from '#validators/users'

const MAX_LIFETIME_DAYS = 366

const single = vine.createRule((value, _, field) => {
  const isMailed = typeof field.data.email === 'string'
  if (typeof value !== 'number' || value === 1 || !isMailed) return
  field.report('An invite for an e-mail is good once: leave max_uses out.', 'single', field)
})

export const createInviteValidator = vine.create({
  max_uses: vine
    .number({ strict: true })
    .withoutDecimals()
    .range([1, MAX_USES])
    .use(single())
    .optional(),
  expires_at: moment({ future: true, maxDays: MAX_LIFETIME_DAYS }).optional(),
  role: roleName().optional(),
  email: email().optional(),
})

export const listInvitesValidator = listValidator(invite, 'Invite')
