import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Runs `follow` after the commit, or at once outside a transaction. */
export async function afterCommit(
  client: QueryClientContract,
  follow: () => Promise<unknown>
): Promise<void> {
  if (isTransaction(client)) client.after('commit', async () => void (await follow()))
  else await follow()
}

const isTransaction = (client: QueryClientContract): client is TransactionClientContract =>
  client.isTransaction
