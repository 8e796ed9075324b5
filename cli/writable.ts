import ReadOnlyException from '#exceptions/read_only_exception'
import { storedReadOnly } from '#queries/system/read_only'

/** For a command that writes without a request. @throws ReadOnlyException while nobody may write */
export async function refuseWhenReadOnly() {
  const refusal = await storedReadOnly()
  if (refusal) throw new ReadOnlyException(refusal.retry_after, refusal.reason)
}
