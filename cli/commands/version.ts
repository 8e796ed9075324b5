import type { Invocation } from '#cli/invocation'
import { version } from '#cli/version'

export default async function showVersion({ output }: Invocation) {
  const versions = { plaza: version, node: process.versions.node }
  await output.details(versions, [
    ['Plaza', versions.plaza],
    ['Node', versions.node],
  ])
}
