import { deleteInBatches } from '#db/delete_in_batches'

/** @returns rows */
export const pruneInvites = (): Promise<number> => deleteInBatches('invites', 'expires_at <= now()')
