import type { Invocation } from '#cli/invocation'

export default async function recount({ boot, output }: Invocation) {
  await boot()
  const { default: RebuildCounters } = await import('#actions/counters/rebuild_counters')
  const { refuseWhenReadOnly } = await import('#cli/writable')
  await refuseWhenReadOnly()
  const corrected = await new RebuildCounters().handle()
  await output.details(corrected, [
    ['Users corrected', corrected.users],
    ['Posts corrected', corrected.posts],
    ['Tags corrected', corrected.tags],
    ['Comments corrected', corrected.comments],
  ])
}
