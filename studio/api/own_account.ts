import { api, type Schemas } from './client'

type Account = Schemas['OwnUser']

let account: Promise<Account> | undefined

/** The signed-in user, read once for each session. */
export const ownAccount = (): Promise<Account> =>
  (account ??= api
    .GET('/users/me', { params: { query: { include: 'permissions' } } })
    .then(({ data }) => data!)
    .catch((error) => {
      account = undefined
      throw error
    }))

export const forgetAccount = () => {
  account = undefined
}
