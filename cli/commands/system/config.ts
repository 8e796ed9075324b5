import { Secret } from '@adonisjs/core/helpers'
import { envFiles, sets } from '#cli/env_file'
import type { Invocation } from '#cli/invocation'

export default async function showConfig({ boot, output, terminal }: Invocation) {
  const app = await boot()
  const { default: env, variables } = await import('#start/env')
  const files = await envFiles(terminal, app.appRoot)

  const settings = Object.entries(variables).map(([name, rule]) => {
    const given = process.env[name]
    const fallback = 'fallback' in rule ? rule.fallback : ''
    const isSecret = (env.get as (name: string) => unknown)(name) instanceof Secret
    const file = files.find((one) => sets(one, name))
    const source = terminal.env[name]
      ? 'environment'
      : given
        ? (file?.path ?? 'made here')
        : 'default'
    return { name, value: given ? (isSecret ? masked(name, given) : given) : fallback, source }
  })
  await output.show(settings, () =>
    output.table(settings, [
      { title: 'Variable', text: ({ name }) => name },
      { title: 'Value', text: ({ value }) => value, elastic: true },
      { title: 'From', text: ({ source }) => source.replace(app.appRoot.pathname, '') },
    ])
  )
}

/** Shows hosts and key ids, and masks the rest. */
function masked(name: string, secret: string): string {
  if (name === 'JWT_KEYS') return secret.replaceAll(/(?<![\w-])([\w-]+):[^,]+/g, `$1:${hidden}`)
  const url = name.endsWith('_URL') && URL.parse(secret)
  if (!url) return hidden
  const user = url.username && `${url.username}:${hidden}@`
  return `${url.protocol}//${user}${url.host}${url.pathname}`
}

const hidden = '***'
