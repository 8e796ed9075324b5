import { writeFile } from 'node:fs/promises'
import type { Invocation } from '#cli/invocation'

export default async function exportDocument({ boot, options, output }: Invocation) {
  await boot()
  const { openApi, openApiYaml } = await import('#openapi/published')
  const document = await openApi()
  const text = options.yaml
    ? String((await openApiYaml()).body)
    : `${JSON.stringify(document, null, 2)}\n`
  if (!options.output) return output.show(document, () => text)

  await writeFile(options.output, text)
  await output.show({ file: options.output, bytes: Buffer.byteLength(text) }, () => '')
  output.note(`Wrote ${options.output}`)
}
