import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '#cli/failure'
import { settings } from '#cli/service/bare/paths'
import type { Machine } from '#cli/service/machine'
import { mainUnits } from '#cli/service/service'
import { sh } from '#cli/service/shell'
import { propertiesOf } from '#cli/service/units'

const unit = mainUnits.bare

/** Enough to replace each worker in turn. */
const RELOAD_TIMEOUT_MS = 180_000

export async function readinessUrl(machine: Machine): Promise<string> {
  const { text } = await machine.ask(sh`sed -n ${'s/^PORT=//p'} ${settings}`)
  return `http://127.0.0.1:${text || 3333}/health/ready`
}

/** @throws Failure if the API is not ready after half a minute */
export async function awaitReadiness(machine: Machine) {
  const quiet = ['--fail', '--silent', '--show-error', '--output', '/dev/null']
  const patient = ['--retry', '30', '--retry-all-errors', '--retry-delay', '1', '--max-time', '5']
  await machine.run(sh`curl ${quiet} ${patient} ${await readinessUrl(machine)}`)
}

/** `systemctl reload` does not wait. @throws Failure if a new worker does not start */
export async function reload(machine: Machine) {
  const before = await statusOf(machine)
  await machine.run(sh`systemctl reload ${unit}`)
  if (machine.isDry) return

  const deadline = Date.now() + RELOAD_TIMEOUT_MS
  for (;;) {
    const status = await statusOf(machine)
    if (status !== before && status !== 'reloading') {
      if (!status.includes('failed')) return
      throw new Failure('unverified', `A worker of the new version does not start: ${status}`)
    }
    if (Date.now() > deadline) throw new Failure('unverified', 'The reload does not end')
    await sleep(200)
  }
}

async function statusOf(machine: Machine): Promise<string> {
  const [{ StatusText = '', ActiveState }] = await propertiesOf(machine, [unit])
  return ActiveState === 'failed' ? 'failed' : StatusText
}
