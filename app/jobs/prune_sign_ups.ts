import { deleteInBatches } from '#db/delete_in_batches'
import EmailConfirmation from '#models/email_confirmation'
import { signUpKeptDays } from '#domain/signup'

/** Deletes unconfirmed sign-ups, and old requests to confirm an e-mail. @returns rows */
export async function pruneSignUps(): Promise<number> {
  const older = (days: number) => `created_at <= now() - interval '${days} days'`
  const requests = await deleteInBatches('email_confirmations', older(EmailConfirmation.keptDays))
  return requests + (await deleteInBatches('sign_ups', older(signUpKeptDays)))
}
