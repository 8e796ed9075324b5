import RebuildCounters from '#actions/counters/rebuild_counters'

/** Counts all that is counted anew. @returns how many rows were wrong */
export async function recount() {
  const { users, posts, comments } = await new RebuildCounters().handle()
  return users + posts + comments
}
