import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import { linkTo } from '#mail/links'
import BarredEmail from '#models/barred_email'
import EmailChange from '#models/email_change'
import SignUp from '#models/sign_up'
import User from '#models/user'
import { signUpKeptDays } from '#domain/signup'

export async function signUp(id: number): Promise<Letter | null> {
  const found = await SignUp.find(id)
  return found ? letterOf(found) : null
}

/** The link of a sign-up. If an account has the e-mail, its owner gets a notice instead, and the sign-up ends. */
export async function letterOf(found: SignUp): Promise<Letter | null> {
  if (found.isExpired || found.appliedAt) return null
  const owner = await User.withReference(found.email)
  const former = owner ?? (await EmailChange.reserverOf(found.email))
  if (former) {
    await found.delete()
    return owner ? toOwner(owner) : { ...toOwner(former), to: found.email }
  }
  if (await BarredEmail.isBarred(found.email)) {
    await found.delete()
    return null
  }
  const { email: to, language, displayName, username, address } = found
  return {
    kind: 'sign_up',
    to,
    language,
    name: displayName ?? (username === null ? null : `@${username}`),
    link: linkTo('confirm', await found.open()),
    isConfirmation: true,
    values: {
      named: username === null ? 'no' : 'yes',
      username: username ?? '',
      days: signUpKeptDays,
      address: address ?? '?',
    },
  }
}

const toOwner = (owner: User): Letter => ({
  kind: 'sign_up',
  texts: 'email_taken',
  ...readerOf(owner),
  values: { username: owner.username },
})
