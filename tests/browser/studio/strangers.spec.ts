import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { Response } from 'playwright-core'
import { password, UserFactory } from '#database/factories/user_factory'
import { origin } from '#tests/support/server'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

/** What a page of another origin can send. A form takes no other methods and headers. */
const tries: { what: string; isSent: boolean; script: string }[] = [
  {
    what: 'a script with the header of the studio',
    isSent: false,
    script: `for (const method of ['POST', 'PUT', 'DELETE']) await fetch(address, {
      method, credentials: 'include', body,
      headers: { 'Content-Type': 'application/json', 'X-Plaza-Studio': '1' },
    }).catch(() => {})`,
  },
  {
    what: 'a script without CORS',
    isSent: true,
    script: `await fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body })`,
  },
  {
    what: 'a form',
    isSent: true,
    script: `const form = document.createElement('form')
      Object.assign(form, { method: 'POST', action: address })
      for (const [name, value] of Object.entries(JSON.parse(body))) {
        form.append(Object.assign(document.createElement('input'), { name, value }))
      }
      document.body.append(form)
      form.submit()`,
  },
]

test.group('Pages of another origin, with the cookie of the studio', (group) => {
  let studio: Studio

  eachInStudio(group, (opened) => (studio = opened))

  test('sign in, refresh and end no session: {what}')
    .with(tries)
    .run(async ({ assert, cleanup }, { script, isSent }) => {
      const stranger = createServer((_, response) => {
        response
          .setHeader('Content-Type', 'text/html')
          .end('<!doctype html><title>Stranger</title>')
      })
      const { hostname } = new URL(origin)
      await new Promise<void>((resolve) => stranger.listen(0, hostname, resolve))
      cleanup(() => {
        stranger.closeAllConnections()
        stranger.close()
      })
      const admin = await UserFactory.apply('admin').create()
      await studio.signIn(admin)
      const before = await db.from('sessions').select('id', 'generation')
      assert.lengthOf(before, 1)

      const page = await studio.page.context().newPage()
      const answered: number[] = []
      const isAnswer = (answer: Response) =>
        answer.url() === `${studio.address}/session` && answer.request().method() !== 'OPTIONS'
      page.on('response', (answer) => isAnswer(answer) && answered.push(answer.status()))
      // Another port is another origin of the same site, so a browser sends the cookie.
      await page.goto(`http://${hostname}:${(stranger.address() as AddressInfo).port}/`)
      const body = JSON.stringify({ username: admin.username, password })
      const sent = JSON.stringify([`${studio.address}/session`, body])
      const answer = isSent ? page.waitForResponse(isAnswer) : undefined
      await page.evaluate(`(async ([address, body]) => { ${script} })(${sent})`)

      await answer
      assert.deepEqual(answered, isSent ? [403] : [])
      assert.deepEqual(await db.from('sessions').select('id', 'generation'), before)
      await studio.page.reload()
      await studio.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    })
})
