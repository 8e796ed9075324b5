import { randomUUID } from 'node:crypto'
import sharp from 'sharp'

/** The password of all accounts in the demo data of `npm run dev`. */
export const password = 'correct horse battery'

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

/** Adds the content for screens of staff to the demo data, once. */
export async function addContent(address: string) {
  const [ada, moe, alice, bob] = await Promise.all(
    ['ada', 'moe', 'alice', 'bob'].map((username) => signIn(address, username))
  )
  if ((await moe('GET', '/admin/reports')).length > 0) return

  const [newest] = await moe('GET', '/posts')
  const ad = await bob('POST', '/posts', {
    title: 'Watches, half the price, today only',
    content: 'Write to me. I have posted this in each thread.',
  })
  for (const [reporter, reason] of [
    [alice, 'spam'],
    [ada, 'spam'],
  ] as const)
    await reporter('POST', '/reports', { target_type: 'post', target_id: ad.id, reason })
  await bob('POST', '/reports', {
    ...{ target_type: 'post', target_id: newest.id, reason: 'other' },
    details: 'The picture shows my garden.',
  })
  await ada('POST', '/admin/reasons', {
    title: 'Advertising',
    text: 'Advertising is welcome in the market thread alone.',
  })
  await moe('POST', `/admin/users/${ad.user_id}/notes`, { text: 'Asked to read the rules.' })

  for (const [index, title] of ['Night trains', 'Bread for a long picnic', 'Lamps'].entries()) {
    const { id } = await ada('POST', '/posts', {
      ...{ title, published: false, content_format: 'markdown', tags: ['city life', 'travel'] },
      content: `## A bed on wheels\n\nThe **last** train leaves at eleven.\n\n- bread\n- a blanket\n`,
    })
    await ada('PUT', `/posts/${id}/publication`, { at: inDays(2 * index + 1) })
  }
  await ada('POST', '/collections', { title: 'Front page' })
  await askForAccounts(address)
  const batch = { action: 'post.lock', reason: 'The thread is over.', targets: [{ id: newest.id }] }
  await moe('POST', '/admin/batches', { id: randomUUID(), ...batch })
  await ada('POST', '/invites', { max_uses: 30, expires_at: inDays(1) })
  await ada('POST', '/invites', { email: 'hedy@example.org', role: 'editor' })
  await ada('POST', '/tokens', { name: 'Nightly build', scopes: ['read', 'posts.publish'] })
  await addFiles(ada)
  const email = 'ada.of.the.long.address@mail.lovelace-and-company.example'
  await ada('PATCH', '/users/me', { email, current_password: password })
}

/** Drawings, since a photograph would be large. */
const drawings = [
  {
    name: 'Night train.png',
    alt: 'The lights of a train at night',
    sky: '#16213e',
    sun: '#f2c14e',
  },
  { name: 'Sommerabend-am-Wasser-mit-einem-sehr-langen-Namen.png', sky: '#f4845f', sun: '#ffe8c2' },
  { name: 'Market.png', alt: 'Stalls on a square', sky: '#8ecae6', sun: '#fb8500' },
  { name: 'مصباح.png', alt: 'مصباح في الضباب', sky: '#588157', sun: '#dad7cd' },
]

async function addFiles(ask: Ask) {
  for (const [index, { name, alt, sky, sun }] of drawings.entries()) {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">
      <rect width="1600" height="1000" fill="${sky}"/>
      <circle cx="${300 + 250 * index}" cy="360" r="150" fill="${sun}"/>
      <path d="M0 1000V760l400-140 420 190 380-160 400 120v230z" fill="#1b1b1b" opacity=".55"/></svg>`
    const { id } = await ask('POST', '/media', {
      file: new File([await sharp(Buffer.from(drawing)).png().toBuffer()], name),
    })
    if (alt) await ask('PATCH', `/media/${id}`, { alt })
  }
  await ask('POST', '/media', { file: new File(['Ask the neighbours.'], 'Notes for the fair.txt') })
}

async function askForAccounts(address: string) {
  const applicants = {
    grace: 'I garden, and would like to talk about it.',
    konrad: `Ich baue Rechenmaschinen im Wohnzimmer.\n\n${'Relais '.repeat(40)}`,
  }
  for (const [username, application] of Object.entries(applicants)) {
    const email = `${username}@example.org`
    await fetch(`${address}/users`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, email, application, password: 'a long walk home' }),
    })
  }
}

/** @param body with a `file`, an upload; all else as JSON */
type Ask = (
  method: string,
  path: string,
  body?: { file?: File; [name: string]: unknown }
) => Promise<any>

async function signIn(address: string, username: string): Promise<Ask> {
  const ask =
    (token?: string): Ask =>
    async (method, path, body) => {
      const answer = await fetch(`${address}${path}`, {
        method,
        headers: {
          ...(!body?.file && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        body: body?.file ? formOf(body.file) : body && JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
      return answer.json()
    }
  const { access_token: token } = await ask()('POST', '/login', { username, password })
  return ask(token)
}

function formOf(file: File): FormData {
  const form = new FormData()
  form.append('file', file)
  return form
}
