import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import SignUp from '#models/sign_up'
import User from '#models/user'

export async function applicationApproved(id: number): Promise<Letter | null> {
  const user = await User.find(id)
  if (!user) return null
  const values = { username: user.username }
  return { kind: 'application_approved', ...readerOf(user), values }
}

export async function applicationRejected(id: number): Promise<Letter | null> {
  const found = await SignUp.query().where({ id }).whereNotNull('rejected_at').first()
  if (!found) return null
  const { email: to, language, rejection } = found
  const values = { reason: rejection ?? '' }
  return { kind: 'application_rejected', to, language, name: null, values }
}
