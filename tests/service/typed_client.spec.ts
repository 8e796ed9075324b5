import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import openapiTypeScript, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { openApi } from '#openapi/published'

/** A program by a developer who has only the document. */
const sample = `
import type { components, operations, paths } from './plaza.js'

type Post = components['schemas']['PostDetail']
type Reply = operations['commentsStore']['responses'][201]['content']['application/json']
type NewPost = paths['/posts']['post']['requestBody']['content']['application/json']
type Query = NonNullable<operations['postsIndex']['parameters']['query']>
type Refusal = operations['usersStore']['responses'][409]['content']['application/problem+json']

export async function write(token: string, body: NewPost): Promise<Post> {
  const response = await fetch('/posts', {
    method: 'POST',
    headers: { 'Authorization': \`Bearer \${token}\`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

export function titleLine(post: Post): string {
  const [first] = post.comments
  return \`\${post.title} by \${post.author?.username ?? 'nobody'}, \${first?.content?.length ?? 0}\`
}

export const draft: NewPost = { title: 'A title', content: 'A text', published: false }
export const query: Query = { sort: 'hot', limit: 20 }
export const depthOf = (reply: Reply): number => reply.depth + 1
export const isTaken = ({ code }: Refusal): boolean => code === 'email_taken'

// @ts-expect-error: there is no such order
export const wrongQuery: Query = { sort: 'best' }
// @ts-expect-error: a post has a text
export const wrongPost: NewPost = { title: 'A title' }
// @ts-expect-error: an erased author is null
export const wrongAuthor = (post: Post): string => post.author.username
// @ts-expect-error: a sign-up meets no stale condition
export const wrongCode = ({ code }: Refusal): boolean => code === 'precondition_failed'
`

test.group('A typed client of the OpenAPI document', (group) => {
  let folder: string

  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-client-'))
    return () => rm(folder, { recursive: true })
  })

  test('can be generated, and compiles with a program that uses it', async ({ assert }) => {
    const types = await openapiTypeScript(JSON.stringify(await openApi()))
    await writeFile(join(folder, 'plaza.d.ts'), astToString(types))
    await writeFile(join(folder, 'sample.ts'), sample)

    const program = ts.createProgram([join(folder, 'sample.ts')], {
      strict: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
    })
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    assert.deepEqual(faults, [])
  }).timeout(60_000)
})
