import type { Invocation } from '#cli/invocation'

export default async function clearCache({ boot, output }: Invocation) {
  await boot()
  const { default: cache } = await import('#cache/cache')
  await cache.invalidate('*')
  await output.show({ cleared: true }, () => '')
  output.note('Cleared the cache of all workers')
}
