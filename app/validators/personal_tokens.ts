import vine from '@vinejs/vine'
import { readNetwork } from '#domain/networks'
import { scopes } from '#domain/scopes'
import { MAX_NAME_CHARACTERS, personalToken } from '#resources/personal_token'
import { askedMembersOf } from '#validators/asked_members'
import { idInUrl, line, moment, reason, userReference } from '#validators/rules'

const MAX_LIFETIME_DAYS = 366
const MAX_NETWORKS = 20

const network = vine.createRule((value, _, field) => {
  if (typeof value !== 'string' || !field.isValid || readNetwork(value)) return
  const detail = 'allowed_networks takes addresses and networks, such as 192.0.2.0/24.'
  field.report(detail, 'network', field)
})

const fields = () => ({
  name: line(MAX_NAME_CHARACTERS),
  scopes: vine.array(vine.enum(scopes)).distinct().minLength(1).maxLength(scopes.length),
  expires_at: moment({ future: true, maxDays: MAX_LIFETIME_DAYS }).optional(),
  allowed_networks: vine
    .array(vine.string().maxLength(50).use(network()))
    .distinct()
    .maxLength(MAX_NETWORKS)
    .optional(),
})

export const createTokenValidator = vine.create(fields())

export const createBotTokenValidator = vine.create({ ...fields(), reason: reason().optional() })

export const listTokensValidator = askedMembersOf(personalToken.views.PersonalToken)

export const userTokenInUrlValidator = vine.create({ user: userReference(), id: idInUrl() })

export const revokeTokenValidator = vine.create({ reason: reason().optional() })
