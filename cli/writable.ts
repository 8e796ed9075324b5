import ReadOnlyException from '#exceptions/read_only_exception'
import { storedReadOnly } from '#queries/system/read_only'

/** For commands that write without a request. @throws ReadOnlyException in read-only mode */
export async function refuseWhenReadOnly() {
  const refusal = await storedReadOnly()
  if (refusal) throw new ReadOnlyException(refusal.retry_after, refusal.reason)
}
