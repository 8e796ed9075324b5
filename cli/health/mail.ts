import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { failure, ok, warning, type Verdict } from '#cli/health/verdict'
import { mailsOf } from '#mail/availability'
import { deliver } from '#mail/deliver'
import { render } from '#mail/render'
import { smtpOptions } from '#mail/smtp_options'

const TIMEOUT_MS = 10_000

/** @param to the recipient of a mail; without it, the mail server is only greeted */
export async function checkMail(to: string | undefined): Promise<Verdict> {
  const { url, folder } = mailsOf()
  if (url === undefined && folder === undefined) {
    const advice = 'set MAIL_URL and MAIL_FROM: without mails, a forgotten password can’t be reset'
    return warning('none is sent', advice)
  }
  if (to !== undefined) return sendTo(to)
  return url === undefined ? ok(`kept in ${folder}`) : greet(url.release())
}

async function sendTo(to: string): Promise<Verdict> {
  const letter = { kind: 'test' as const, to, language: null, name: null, values: {} }
  try {
    await deliver(await render(letter), randomUUID())
    return ok(`the mail server took a mail to ${to}: see that it arrives, and not as spam`)
  } catch (error) {
    return failure((error as Error).message, 'see docs/accounts.md for MAIL_URL and MAIL_FROM')
  }
}

/** A mail server speaks first: 220. */
async function greet(url: string): Promise<Verdict> {
  const { host, port, secure } = smtpOptions(url)
  const name = `${host}:${port}`
  const socket = secure
    ? connectSecurely({ host, port, servername: host })
    : connect({ host, port })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const [greeting] = await once(socket, 'data', { signal })
    if (String(greeting).startsWith('220')) return ok(`${name} answers; --mail-to sends a mail`)
    return failure(`${name} answers, and not as a mail server`, 'check MAIL_URL')
  } catch (error) {
    const { code = 'it took too long' } = error as NodeJS.ErrnoException
    return failure(`${name} can’t be reached (${code})`, 'check MAIL_URL, and the firewall')
  } finally {
    socket.destroy()
  }
}
