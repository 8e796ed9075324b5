import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { addressOf } from '#cli/resources/staff_resources'
import { personalToken } from '#resources/personal_token'

const { PersonalToken } = personalToken.views

const texts: Texts = {
  scopes: ({ scopes }) => scopes.join(', '),
  last_four: ({ last_four: lastFour }) => `…${lastFour}`,
  allowed_networks: ({ allowed_networks: networks }) => networks.join(', '),
}

/** @param user the owner of the tokens; absent: the acting account */
export const pathOf = (user?: string) => (user ? `${addressOf('users', user)}/tokens` : '/tokens')

export const columns = columnsOf(PersonalToken, texts)

export const view = (row: any, output: Output) => detailsOf(PersonalToken, row, output, texts)
