import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { oneLine } from '#cli/output/plain'

const marks = {
  ok: ['green', '✔ ok'],
  warning: ['yellow', '! warning'],
  failure: ['red', '✘ failure'],
} as const

export default async function doctor({ boot, options, output, terminal }: Invocation) {
  const app = await boot()
  const { examine } = await import('#cli/health/examine')
  const findings = await examine(app, terminal, {
    workers: options.workers,
    mailTo: options.mailTo,
  })

  await output.show(findings, () =>
    findings
      .map(({ status, subject, message, advice }) => {
        const [colour, mark] = marks[status]
        const line = oneLine(`${subject}: ${message}${advice ? ` → ${advice}` : ''}`)
        return `${output.style(colour, mark.padEnd(11))}${line}\n`
      })
      .join('')
  )
  const failures = findings.filter(({ status }) => status === 'failure')
  if (failures.length > 0) {
    throw new Failure(
      'unverified',
      `Failed checks: ${failures.map(({ subject }) => subject).join(', ')}`
    )
  }
}
