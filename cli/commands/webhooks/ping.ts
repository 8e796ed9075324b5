import { deliveryView, path } from '#cli/resources/webhooks'
import type { Invocation } from '#cli/invocation'

interface Params {
  /** Of the delivery that is told once more, or of the webhook. */
  addressOf: (id: string) => string
}

/** Queues a test, or an event once more. */
export default async function ping({ args, output, params, transport }: Invocation<Params>) {
  const { body } = await (await transport()).request('POST', path + params.addressOf(args[0]))
  await output.show(body, () => deliveryView(body, output))
}
