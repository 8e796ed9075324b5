import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Does what follows a write: at once, or, within a transaction, when that is committed, so that
 * nobody ever acts on what is rolled back.
 */
export async function afterCommit(
  client: QueryClientContract,
  follow: () => Promise<unknown>
): Promise<void> {
  if (isTransaction(client)) client.after('commit', async () => void (await follow()))
  else await follow()
}

const isTransaction = (client: QueryClientContract): client is TransactionClientContract =>
  client.isTransaction
