import type { Invocation } from '#cli/invocation'
import { refuseTaken, writeNewFile } from '#cli/output/new_file'
import { plainJson } from '#cli/output/plain'
import { addressOf } from '#cli/resources/staff_resources'

export default async function exportUser({ args, transport: open, options, output }: Invocation) {
  const transport = await open()
  // The export is audited even if its output fails, so check the output first.
  if (options.output) await refuseTaken(options.output)
  else await output.reserve()
  const { body } = await transport.request('POST', `${addressOf('users', args[0])}/exports`, {
    body: { reason: options.reason },
  })
  const text = `${plainJson(body, 2)}\n`
  if (!options.output) return output.show(body, () => text)

  await writeNewFile(options.output, (write) => write(text))
  await output.show({ file: options.output }, () => '')
  output.note(`Wrote ${options.output}`)
}
