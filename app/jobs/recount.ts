import RebuildCounters from '#actions/counters/rebuild_counters'

export async function recount() {
  const { users, posts, comments } = await new RebuildCounters().handle()
  return users + posts + comments
}
