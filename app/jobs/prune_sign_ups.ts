import { deleteInBatches } from '#db/delete_in_batches'
import EmailConfirmation from '#models/email_confirmation'
import { applicationKeptDays, rejectionKeptDays, signUpKeptDays } from '#domain/signup'

/** Deletes unconfirmed sign-ups, old applications, and old requests to confirm an e-mail. @returns rows */
export async function pruneSignUps(): Promise<number> {
  const older = (days: number, column = 'created_at') =>
    `${column} <= now() - interval '${days} days'`
  const requests = await deleteInBatches('email_confirmations', older(EmailConfirmation.keptDays))
  const counts = [
    await deleteInBatches('sign_ups', `applied_at is null and ${older(signUpKeptDays)}`),
    await deleteInBatches('sign_ups', older(applicationKeptDays, 'applied_at')),
    await deleteInBatches('sign_ups', older(rejectionKeptDays, 'rejected_at')),
  ]
  return counts.reduce((sum, count) => sum + count, requests)
}
