import { deleteInBatches } from '#db/delete_in_batches'

export const prunePreviews = () => deleteInBatches('post_previews', 'expires_at <= now()')
