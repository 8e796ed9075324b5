import { test } from '@japa/runner'
import { openApi } from '#openapi/published'
import { Contract } from '#tests/support/contract'

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
      assert.match(new Contract(document).check('GET', '/', response).join('; '), found)
    })
  }
})
