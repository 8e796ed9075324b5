import type { Invocation } from '#cli/invocation'

export default async function collect({ boot, options, output }: Invocation) {
  await boot()
  const { dryRun = false } = options
  const { refuseWhenReadOnly } = await import('#cli/writable')
  const { collectNow } = await import('#jobs/media/collect_now')
  if (!dryRun) await refuseWhenReadOnly()
  const { setAside, deleted, restored, contents } = await collectNow({ dryRun })
  await output.details(
    { set_aside: setAside, deleted, restored, contents },
    [
      ['Set aside', setAside],
      ['Deleted', deleted],
      ['Kept again', restored],
      ['Contents deleted', contents],
    ],
    { dry_run: dryRun }
  )
  if (dryRun) output.note('Nothing was done')
}
