import { deliveryColumns, path } from '#cli/resources/webhooks'
import { pages } from '#cli/transports/pages'
import type { Invocation } from '#cli/invocation'

export default async function listDeliveries({ args, options, output, transport }: Invocation) {
  const { state, type, cursor, limit, columns: names, fields } = options
  const query = { state, type, cursor, fields: fields?.join() }
  const address = `${path}/${args[0]}/deliveries`
  await output.list(pages(await transport(), address, query, limit), deliveryColumns, { names })
}
