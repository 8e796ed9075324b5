import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import { linkTo } from '#mail/links'
import BarredEmail from '#models/barred_email'
import EmailChange from '#models/email_change'
import User from '#models/user'
import { openDays, undoDays } from '#domain/email_change'

const found = (id: number) => EmailChange.query().where({ id }).preload('user').first()

/** To the new address, which confirms it. If it is taken, its owner gets a notice instead. */
export async function emailChange(id: number): Promise<Letter | null> {
  const change = await found(id)
  if (!change?.user || !change.isOpen) return null
  const { user, newEmail: to } = change
  const owner = (await User.withReference(to)) ?? (await EmailChange.reserverOf(to))
  if (owner && owner.id !== user.id) return toOwner(owner, to)
  if (await BarredEmail.isBarred(to)) return null
  return {
    kind: 'email_change',
    ...readerOf(user),
    to,
    link: linkTo('confirm', await change.open('digest')),
    isConfirmation: true,
    values: { username: user.username, days: openDays, address: change.address ?? '?' },
  }
}

const toOwner = (owner: User, to: string): Letter => ({
  kind: 'email_change',
  texts: 'email_change_taken',
  ...readerOf(owner),
  to,
  values: { username: owner.username },
})

/** To the present address, which can undo it. */
export const emailChangeNotice = (id: number) => toFormer(id, 'email_change_notice')

/** To the former address, which can undo it. */
export const emailChanged = (id: number) => toFormer(id, 'email_changed')

async function toFormer(
  id: number,
  kind: 'email_change_notice' | 'email_changed'
): Promise<Letter | null> {
  const change = await found(id)
  if (!change?.user || !change.isRecent) return null
  const { user, oldEmail: to, address } = change
  const letter = {
    kind,
    ...readerOf(user),
    to,
    values: { username: user.username, days: undoDays, address: address ?? '?' },
  }
  // The owner of an unconfirmed address gets a notice without a link.
  if (!change.isUndoable) return { ...letter, texts: `${kind}_only` }
  return { ...letter, link: linkTo('undo', await change.open('undoDigest')) }
}
