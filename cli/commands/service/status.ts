import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Health, UnitHealth } from '#cli/service/health'
import type { Output } from '#cli/output/output'
import { findInstalled } from '#cli/service/find_service'
import { moment } from '#cli/resources/texts'

const MiB = 2 ** 20

export default async function status(invocation: Invocation) {
  const { output } = invocation
  const { machine, service } = await findInstalled(invocation)
  const health = await service.examine()
  if (machine.isDry) return output.raw({ lines: machine.questions }, machine.questions.join('\n'))

  await output.show(
    health,
    () => output.pairs(summary(health, output)) + '\n' + units(health.units)
  )
  if (health.troubles.length > 0) {
    throw new Failure('unverified', `The service has problems: ${health.troubles.join(', ')}`)
  }

  function units(rows: UnitHealth[]) {
    return output.table(rows, [
      { title: 'Unit', text: ({ unit }) => unit },
      { title: 'State', text: ({ state }) => state },
      { title: 'Restarts', text: ({ restarts }) => restarts, align: 'right' },
      { title: 'Says', text: ({ says }) => says, elastic: true },
    ])
  }
}

function summary(
  { kind, version, ready, workers, memory, last_backup, timers }: Health,
  output: Output
) {
  return [
    ['Kind', kind],
    ['Version', version],
    ['Ready', ready ? 'yes' : 'no'],
    ['Workers', workers],
    ['Memory', memory && `${Math.round(memory / MiB)} MiB`],
    ['Last backup', moment(last_backup) ?? 'none known'],
    ...timers.map(({ unit, next }) => [
      unit,
      next ? `next at ${output.say(moment(next))}` : 'not waiting',
    ]),
  ] as [string, unknown][]
}
