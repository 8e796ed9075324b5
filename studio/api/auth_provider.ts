import { HttpError, type AuthProvider } from 'react-admin'
import { nouns } from '../nouns'
import { forgetAccount, ownAccount } from './own_account'
import { hasSession, logIn, logOut } from './session'

/** Signs in and out by the session of the studio, and asks the account's permissions what it may open. */
export const authProvider: AuthProvider = {
  async login(credentials) {
    forgetAccount()
    await logIn(credentials)
  },
  async logout() {
    forgetAccount()
    await logOut()
  },
  async checkAuth() {
    if (!(await hasSession())) throw new HttpError('plaza.session.needed', 401)
  },
  async checkError({ status, body }: { status?: number; body?: { code?: string } }) {
    // The session goes on: its user did not confirm it.
    if (body?.code === 'insufficient_user_authentication') return
    if (status === 401) throw new HttpError('plaza.session.ended', 401)
  },
  async getIdentity() {
    const { id, username, display_name: displayName } = await ownAccount()
    return { id, username, fullName: displayName ?? username }
  },
  getPermissions: async () => (await ownAccount()).permissions ?? [],
  async canAccess({ resource }) {
    const any = nouns.find(({ name }) => name === resource)?.needs
    if (!any) return true
    const { permissions = [] } = await ownAccount()
    return any.some((one) => permissions.includes(one))
  },
}
