import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/**
 * Does what follows a write: at once, or, within a transaction, when that is committed, so that
 * nobody ever acts on what is rolled back.
 */
export async function afterCommit(
  client: QueryClientContract,
  follow: () => Promise<unknown>
): Promise<void> {
  if ('commit' in client) (client as any).after('commit', follow)
  else await follow()
}
