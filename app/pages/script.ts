/** Sends the form with the token from the fragment, which no server sees, and shows the outcome. */
export const script = `
const form = document.querySelector('form')
const passkeyButton = form.querySelector('[data-origins]')
const status = document.querySelector('[role=status]')
const token = new URLSearchParams(location.hash.slice(1)).get('token')

function tell(when, text) {
  for (const part of status.children) part.hidden = part.dataset.when !== when
  if (text) status.querySelector('[data-when=' + when + ']').textContent = text
  status.focus()
}

function read(passkey) {
  const { code, ...fields } = Object.fromEntries(
    [...new FormData(form)].filter(([, value]) => value !== '')
  )
  if (passkey) return { ...fields, passkey }
  if (!code) return fields
  return { ...fields, [/^[0-9 ]+$/.test(code) ? 'code' : 'recovery_code']: code }
}

const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

async function send(passkey) {
  const { token: member } = form.dataset
  const body = { ...(member && { [member]: token }), ...read(passkey) }
  const answer = await post(form.getAttribute('action').replace('{token}', token), body)
  if (answer.ok) {
    form.hidden = true
    history.replaceState(null, '', location.pathname)
    return tell(answer.status === 202 ? 'waits' : 'done')
  }
  const { errors = [], detail } = await answer.json()
  if (answer.status === 404 || errors.some(({ rule }) => rule === 'link')) {
    form.hidden = true
    return tell('link')
  }
  if (errors.some(({ pointer }) => pointer === '/code')) askForFactor()
  tell('refused', errors.map((error) => error.detail).join(' ') || detail)
}

function askForFactor() {
  const asked = form.querySelector('[data-for=code]')
  asked.hidden = false
  asked.querySelector('input').required = true
  const isHome = passkeyButton.dataset.origins.split(' ').includes(location.origin)
  passkeyButton.hidden = !isHome || !window.PublicKeyCredential?.parseRequestOptionsFromJSON
}

async function sendPasskey() {
  const options = await (await post(passkeyButton.dataset.options, {})).json()
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const given = await navigator.credentials.get({ publicKey }).catch(() => null)
  return given ? send(given.toJSON()) : tell('no_passkey')
}

async function run(task) {
  const buttons = form.querySelectorAll('button')
  for (const one of buttons) one.disabled = true
  await task().catch(() => tell('failed'))
  for (const one of buttons) one.disabled = false
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void run(() => send())
})

passkeyButton?.addEventListener('click', () => {
  if (form.elements.new_password.reportValidity()) void run(sendPasskey)
})

if (!token) {
  form.hidden = true
  tell('link')
}
`
