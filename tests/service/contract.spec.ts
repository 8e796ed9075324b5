import { test } from '@japa/runner'
import { openApi } from '#openapi/published'
import { PostFactory } from '#database/factories/post_factory'
import { emptyDatabase } from '#tests/support/database'
import { Contract, ToldOnce, type Difference } from '#tests/support/contract'

const textOf = (differences: Difference[]) => differences.map(({ text }) => text).join('; ')

/** Makes the document wrong about `GET /`, and names the error that the contract must find. */
const lies: [string, (document: any) => void, RegExp][] = [
  [
    'a status that it does not have',
    ({ paths }) => delete paths['/'].get.responses[200],
    /status is not documented/,
  ],
  [
    'a header that it lacks',
    ({ paths }) => (paths['/'].get.responses[200].headers.Link = { required: true, schema: {} }),
    /Link is missing/,
  ],
  [
    'a header of another form',
    ({ components }) => (components.headers['X-Request-Id'].schema = { const: 'x' }),
    /X-Request-Id must be equal to constant/,
  ],
  [
    'a media type that it does not have',
    ({ paths }) => (paths['/'].get.responses[200].content = { 'text/html': {} }),
    /"application\/json" is not documented/,
  ],
  [
    'a body that it does not have',
    ({ paths }) => delete paths['/'].get.responses[200].content,
    /a body is not documented/,
  ],
  [
    'a member that it does not have',
    ({ components }) => delete components.schemas.Home.properties.docs,
    /must NOT have additional properties/,
  ],
  [
    'a member that is missing',
    ({ components }) => components.schemas.Home.required.push('motto'),
    /required property 'motto'/,
  ],
]

test.group('The contract check of every answer', () => {
  for (const [lie, tell, found] of lies) {
    test(`finds ${lie}`, async ({ assert, client }) => {
      const document = structuredClone(await openApi())
      tell(document)
      const response = await client.get('/')
      assert.match(textOf(new Contract(document).check('GET', '/', response)), found)
    })
  }
})

test.group('A member that every answer lacks', (group) => {
  group.each.setup(emptyDatabase)

  test('is one failure, which names the file of the definition', async ({ assert, client }) => {
    const { id } = await PostFactory.create()
    const document: any = structuredClone(await openApi())
    document.components.schemas.Post.required.push('subtitle')
    document.components.schemas.PostDetail.required.push('motto')
    const terms = new Contract(document)
    const told = new ToldOnce()
    const failuresOf = async (path: string) =>
      told.new(terms.check('GET', path, await client.get(path)))

    const [failure, ...others] = await failuresOf('/posts')
    assert.match(failure, /Post lacks "subtitle" \(app\/resources\/post\.ts\)/)
    assert.isEmpty(others)
    assert.isEmpty(await failuresOf('/posts?sort=old'))
    assert.lengthOf(await failuresOf(`/posts/${id}`), 1)
    assert.isEmpty(await failuresOf(`/posts/${id}`))
  })
})
