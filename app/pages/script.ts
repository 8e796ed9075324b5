/** Sends the form with the token from the fragment, which no server sees, and shows the outcome. */
export const script = `
const form = document.querySelector('form')
const button = form.querySelector('button')
const status = document.querySelector('[role=status]')
const token = new URLSearchParams(location.hash.slice(1)).get('token')

function tell(when, text) {
  for (const part of status.children) part.hidden = part.dataset.when !== when
  if (text) status.querySelector('[data-when=' + when + ']').textContent = text
  status.focus()
}

function read() {
  const { code, ...fields } = Object.fromEntries(
    [...new FormData(form)].filter(([, value]) => value !== '')
  )
  if (!code) return fields
  return { ...fields, [/^[0-9 ]+$/.test(code) ? 'code' : 'recovery_code']: code }
}

async function send() {
  const answer = await fetch(form.getAttribute('action'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ [form.dataset.token]: token, ...read() }),
  })
  if (answer.ok) {
    form.hidden = true
    history.replaceState(null, '', location.pathname)
    return tell(answer.status === 202 ? 'waits' : 'done')
  }
  const { errors = [], detail } = await answer.json()
  if (errors.some(({ rule }) => rule === 'link')) {
    form.hidden = true
    return tell('link')
  }
  if (errors.some(({ pointer }) => pointer === '/code')) askForCode()
  tell('refused', errors.map((error) => error.detail).join(' ') || detail)
}

function askForCode() {
  const asked = form.querySelector('[data-for=code]')
  asked.hidden = false
  asked.querySelector('input').required = true
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  button.disabled = true
  await send().catch(() => tell('failed'))
  button.disabled = false
})

if (!token) {
  form.hidden = true
  tell('link')
}
`
