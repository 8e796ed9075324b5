import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { parse } from 'yaml'
import { areas } from '#openapi/areas'
import { builtInRoles, permissionNames, permissions } from '#domain/permissions'
import { openApi } from '#openapi/published'
import { problems } from '#exceptions/problems'
import { origin } from '#tests/support/server'

const operations = () => areas.flatMap((area) => Object.entries(area.operations))

test.group('The OpenAPI document', () => {
  test('has every route, and no other', ({ assert }) => {
    // All addresses under a wildcard show a page that has a route of its own.
    const routes = router
      .toJSON()
      .root.filter(({ pattern }) => !pattern.includes('*'))
      .map(({ name }) => name)
    assert.sameMembers(
      operations().map(([name]) => name),
      routes
    )
  })

  test('gives every operation a unique id', async ({ assert }) => {
    const { paths } = await openApi()
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId)
    )
    assert.lengthOf(new Set(ids), operations().length)
  })

  test('documents the overload answer of every operation except probes and metrics', async ({
    assert,
  }) => {
    const { paths } = await openApi()
    const exempt = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).some(
        ({ responses }) => !/Overloaded$/.test(responses[503]?.$ref ?? '')
      )
        ? [path]
        : []
    )
    assert.sameMembers(exempt, ['/health/live', '/health/ready', '/metrics'])
  })

  test('lists every permission, with the built-in roles that have it', async ({ assert }) => {
    const { tags }: any = await openApi()
    const { description } = tags.find(({ name }: { name: string }) => name === 'Staff')
    const lines = [...description.matchAll(/^\| `([a-z_.]+)` \| (.+) \| (.+) \|$/gm)]
    const rows = lines.map(([, name, says, roles]) => [name, says, roles.match(/\w+/g)])
    assert.deepEqual(
      rows,
      permissionNames.map((name) => [
        name,
        permissions[name],
        builtInRoles.filter((role) => role.permissions.includes(name)).map((role) => role.name),
      ])
    )
  })

  test('passes the recommended rules of Redocly', async ({ assert }) => {
    // `slug` is no id, so `/posts/slug/{slug}` is no other address. A sign-in at an issuer leads on: 302.
    const rules = { 'no-ambiguous-paths': 'off', 'operation-2xx-response': 'off' } as const
    const config = await createConfig({ extends: ['recommended'], rules })
    const source = JSON.stringify(await openApi())
    const faults = await lintFromString({ source, absoluteRef: 'openapi.json', config })
    assert.deepEqual(
      faults.map(({ ruleId, message, location }) => [ruleId, message, location[0].pointer]),
      []
    )
  })

  test('shows example bodies that the validators accept', async ({ assert }) => {
    for (const [name, { body }] of operations()) {
      if (!body) continue
      const taken = await body.validator.validate(body.example)
      assert.isTrue(typeof taken === 'object' && taken !== null, name)
    }
  })

  test('describes every operation', async ({ assert }) => {
    const { paths } = await openApi()
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { description }] of Object.entries(methods)) {
        assert.match(description ?? '', /^\S.+\.$/, `${method} ${path}`)
      }
    }
  })

  test('says where a token is optional, and only there', async ({ assert }) => {
    const { paths } = await openApi()
    for (const { operationId, description, security } of Object.values(paths).flatMap((path) =>
      Object.values(path)
    )) {
      const accepts = security.length > 0
      const needs = !security.some((way: object) => Object.keys(way).length === 0)
      const says = /A token is optional\.$/.test(description ?? '')
      assert.equal(says, accepts && !needs, operationId)
    }
  })

  test('explains every parameter', async ({ assert }) => {
    const { paths } = await openApi()
    for (const [path, methods] of Object.entries(paths)) {
      for (const { parameters } of Object.values(methods)) {
        for (const parameter of parameters) {
          assert.isOk(parameter.$ref ?? parameter.description, `${path} ${parameter.name}`)
        }
      }
    }
  })

  test('has a page for every problem', async ({ client }) => {
    for (const [code, { title }] of Object.entries(problems)) {
      const response = await client.get(`/problems/${code}`)
      response.assertStatus(200)
      response.assertTextIncludes(title)
    }
  })
})

test.group('GET /openapi.json', () => {
  test('serves the document, as YAML too', async ({ assert, client }) => {
    const json = await client.get('/openapi.json')
    const yaml = await fetch(`${origin}/openapi.yaml`)

    json.assertBodyContains({ openapi: '3.1.1', info: { title: 'Plaza API' } })
    assert.deepEqual(parse(await yaml.text()), json.body())
  })

  for (const path of ['/openapi.json', '/openapi.yaml', '/docs', '/docs/plaza.js']) {
    test(`answers 304 for ${path} with the current tag`, async ({ client }) => {
      const first = await client.get(path)
      const again = await client.get(path).header('If-None-Match', first.header('etag')!)
      again.assertStatus(304)
    })
  }
})

test.group('GET /docs', () => {
  test('loads everything from this server, and has no inline script', async ({
    assert,
    client,
  }) => {
    const page = await client.get('/docs')
    page.assertHeader('content-type', 'text/html; charset=utf-8')
    assert.include(page.header('content-security-policy'), `script-src 'self'`)

    const links = [...page.text().matchAll(/(?:href|src)="(?!data:)([^"]+)"/g)]
    assert.isAbove(links.length, 3)
    for (const [, link] of links) {
      const asset = await client.get(link)
      asset.assertStatus(200)
      assert.match(asset.header('content-type')!, /^text\/(css|javascript); charset=utf-8$/)
    }
  })

  test('serves no other file', async ({ client }) => {
    for (const name of ['package.json', 'swagger-ui.js', '..%2Fpackage.json', 'constructor']) {
      const response = await client.get(`/docs/${name}`)
      response.assertStatus(404)
    }
  })
})
