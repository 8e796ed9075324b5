import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'

export default async function rebuild({ args, boot, options, output }: Invocation) {
  await boot()
  const { dryRun = false } = options
  const { refuseWhenReadOnly } = await import('#cli/writable')
  const { default: RebuildMedia } = await import('#actions/media/rebuild_media')
  if (!dryRun) await refuseWhenReadOnly()
  const pictures = await new RebuildMedia().handle({ ids: args.map(Number), dryRun })
  const many = counted(pictures, 'picture')
  const line = dryRun ? `Nothing was done. ${many} would be queued` : `${many} queued`
  await output.show({ pictures }, () => `${line}\n`, { dry_run: dryRun })
}
