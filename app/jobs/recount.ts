import RebuildCounters from '#actions/counters/rebuild_counters'

export async function recount() {
  const corrected = await new RebuildCounters().handle()
  return Object.values(corrected).reduce((total, rows) => total + rows, 0)
}
