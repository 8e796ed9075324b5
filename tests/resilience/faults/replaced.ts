import type { Deployment } from '#tests/resilience/support/deployment'
import { eventually } from '#tests/support/eventually'
import { send } from '#tests/support/wire'

const timeout = { within: 60_000 }

/** Waits until there are as many new workers as there were old ones, and they serve. */
export const replaced = async ({ plaza }: Deployment, gone: number[], size: number) => {
  const isReplaced = () =>
    plaza.workers.length === size && !plaza.workers.some((pid) => gone.includes(pid))
  await eventually(isReplaced, timeout)
  await ready(plaza.port)
}

const ready = (port: number) =>
  eventually(
    () =>
      send('/health/ready', { port }).then(
        ({ status }) => status === 200,
        () => false
      ),
    timeout
  )
