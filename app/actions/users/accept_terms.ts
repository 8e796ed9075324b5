import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'

interface AcceptTermsInput {
  userId: number
  version: string
}

export default class AcceptTerms {
  async handle({ userId, version }: AcceptTermsInput): Promise<void> {
    await db
      .from('users')
      .where('id', userId)
      .whereNull('erased_at')
      .whereRaw('accepted_terms is distinct from ?', [version])
      .update({ accepted_terms: version, accepted_terms_at: new Date() })
    await AccountChanged.dispatch(userId)
  }
}
