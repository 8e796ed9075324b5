import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { findInstalled } from '#cli/service/find_service'

export default async function logs(invocation: Invocation) {
  const { options, output } = invocation
  if (output.format !== 'people') {
    throw new Failure('usage', 'The log consists of JSON lines already: leave out the option')
  }
  const { machine, service } = await findInstalled(invocation)
  const { lines, follow = false, since } = options
  await machine.show(await service.logs({ lines, follow, since }))
}
