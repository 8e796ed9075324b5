import { deleteInBatches } from '#db/delete_in_batches'

export const pruneSessions = () => deleteInBatches('sessions', 'expires_at <= now()')
