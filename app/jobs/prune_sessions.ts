import { deleteInBatches } from '#db/delete_in_batches'

/** Deletes sessions that expired: nobody can refresh them any more. @returns how many */
export const pruneSessions = () => deleteInBatches('sessions', 'expires_at <= now()')
