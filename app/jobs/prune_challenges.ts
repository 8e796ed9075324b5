import { deleteInBatches } from '#db/delete_in_batches'

export const pruneChallenges = async () =>
  (await deleteInBatches('login_challenges', 'expires_at <= now()')) +
  (await deleteInBatches('used_challenges', 'expires_at <= now()')) +
  (await deleteInBatches('oidc_sign_ins', 'expires_at <= now()'))
