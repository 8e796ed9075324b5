import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import InviteException from '#exceptions/invite_exception'
import ValidationException from '#exceptions/validation_exception'
import Invite from '#models/invite'
import Role from '#models/role'
import User from '#models/user'
import RolePolicy from '#policies/role_policy'
import { ROLE_PERMISSION } from '#domain/invite'
import { digestOfLink } from '#security/link_token'

/** The given token, or the id that a sign-up keeps. */
export type InviteReference = { token: string } | { id: number }

interface Asked {
  /** Of the new user. */
  email: string
  client: QueryClientContract
  /** Until the transaction ends, with its inviter and its role. */
  isLocked?: boolean
}

/**
 * A valid invite: its inviter may still invite, and give its role.
 * @throws InviteException, ValidationException if it is for another e-mail
 */
export async function openInvite(
  reference: InviteReference,
  { email, client, isLocked = false }: Asked
): Promise<Invite> {
  const isByToken = 'token' in reference
  const where = isByToken ? { digest: digestOfLink(reference.token) } : reference
  const refusal = new InviteException(isByToken ? '/invite' : '/token')
  const find = () => Invite.query({ client }).where(where)
  const known = await find().first()
  if (!known?.isOpen) throw refusal
  // A suspension locks the user first, and then the invites.
  const inviters = User.withRole(client).where('id', known.userId)
  const inviter = await (isLocked ? inviters.forShare() : inviters).first()
  const roles = Role.query({ client }).where('name', known.role ?? '')
  const role = await (isLocked ? roles.forShare() : roles).first()
  const invite = isLocked ? await find().forUpdate().first() : known
  if (!invite?.isOpen || !inviter || !mayInvite(inviter)) throw refusal
  if (invite.role !== null && !(await mayGive(role, inviter))) throw refusal
  if (invite.email !== null && invite.email.toLowerCase() !== email.toLowerCase()) {
    throw new ValidationException([ofAnotherEmail])
  }
  return invite
}

const mayInvite = (inviter: User): boolean =>
  inviter.permissions.has('invites.create') && !inviter.isSuspended && !inviter.isSilenced

async function mayGive(role: Role | null, inviter: User): Promise<boolean> {
  if (!role || !inviter.permissions.has(ROLE_PERMISSION)) return false
  return new Bouncer(inviter).with(RolePolicy).allows('assign', role)
}

const ofAnotherEmail = {
  pointer: '/email',
  rule: 'invite',
  detail: 'The invite is for another e-mail: use the address that got it.',
}
