import type { Invocation } from '#cli/invocation'
import { writeNewFile } from '#cli/output/new_file'

const FILE_MODE = 0o644

export default async function exportDocument({ boot, options, output }: Invocation) {
  await boot()
  const { openApi, openApiYaml } = await import('#openapi/published')
  const document = await openApi()
  const text = options.yaml
    ? String((await openApiYaml()).body)
    : `${JSON.stringify(document, null, 2)}\n`
  if (!options.output) return output.show(document, () => text)

  await writeNewFile(options.output, (write) => write(text), FILE_MODE)
  await output.show({ file: options.output, bytes: Buffer.byteLength(text) }, () => '')
  output.note(`Wrote ${options.output}`)
}
