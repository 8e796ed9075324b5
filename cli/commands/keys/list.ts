import type { Invocation } from '#cli/invocation'

export default async function listKeys({ boot, output }: Invocation) {
  await boot()
  const { signingKeys } = await import('#auth/signing_keys')
  const keys = signingKeys().map(({ id, secret }, at) => ({
    id,
    use: at === 0 ? 'signs and verifies' : 'verifies',
    characters: secret.length,
  }))
  await output.show(keys, () =>
    output.table(keys, [
      { title: 'Key', text: ({ id }) => id },
      { title: 'Use', text: ({ use }) => use },
      { title: 'Characters', text: ({ characters }) => characters, align: 'right' },
    ])
  )
}
