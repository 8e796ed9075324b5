import { STATUS_CODES } from 'node:http'
import { Failure } from '#cli/failure'

/** No response of Plaza came: none, or that of another program. */
export class NoResponse extends Failure {
  constructor(
    message: string,
    /** Whether a retry may help. */
    readonly isPassing: boolean,
    /** The server's Retry-After, in seconds. */
    readonly retryAfter?: number,
    /** Whether the request can't have arrived. */
    readonly isUnreached = false
  ) {
    super('unavailable', message)
  }
}

type Cause = Error & { code?: string; cause?: Cause; errors?: Cause[] }

export function explainFetchError(server: string, error: unknown): NoResponse {
  const { name, message, cause } = error as Cause
  const first = cause?.errors?.[0] ?? cause
  const code = first?.code ?? ''
  if (name === 'TimeoutError') return new NoResponse(`${server} does not answer in time`, true)
  if (code in unreached)
    return new NoResponse(`${server}: ${unreached[code]} (${code})`, true, undefined, true)
  if (code in certificates)
    return new NoResponse(`${server}: ${certificates[code]} (${code})`, false)
  if (code.startsWith('ERR_SSL')) {
    return new NoResponse(
      `${server} does not speak TLS as it should: http:// or https://? (${code})`,
      false
    )
  }
  const why = code || first?.message || message
  return new NoResponse(`${server} broke off before its answer was whole (${why})`, true)
}

const unreached: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such name; is it spelled right?',
  EAI_AGAIN: 'the name can not be looked up just now',
  EHOSTUNREACH: 'the machine can not be reached',
  ENETUNREACH: 'the network can not be reached',
  UND_ERR_CONNECT_TIMEOUT: 'it can not be reached in time',
}

const byFile = 'name the file of its authority in NODE_EXTRA_CA_CERTS, if you trust it'

const certificates: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed: ${byFile}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is of a private authority: ${byFile}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `who signed its certificate is not known: ${byFile}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `who signed its certificate is not known: ${byFile}`,
  CERT_HAS_EXPIRED: 'its certificate has expired: it has to be renewed there',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

/** Parses the body of a response. @throws NoResponse for a response that Plaza can't have sent */
export function readBody(server: string, { status, headers }: Response, text: string): unknown {
  const type = headers.get('content-type') ?? ''
  const what = `${status} (${STATUS_CODES[status] ?? 'unknown'})`
  if (status >= 300 && status < 400) {
    const location = headers.get('location') ?? 'nowhere'
    throw new NoResponse(
      `${server} redirects to ${location}: give the address that it leads to`,
      false
    )
  }
  if (/^application\/(problem\+)?json\b/.test(type) || text === '') return parsed(server, text)
  if (status === 407 || status === 511) {
    throw new NoResponse(`The network between here and ${server} wants a sign-in: ${what}`, false)
  }
  if (status >= 500 || status === 429) {
    const message = `A proxy before ${server} answered ${what}: Plaza behind it does not answer`
    throw new NoResponse(message, true, secondsIn(headers.get('retry-after')))
  }
  if (/html/.test(type)) {
    const portal = 'the sign-in page of a network (captive portal) may stand between'
    throw new NoResponse(
      `${server} answered with a web page: it is no Plaza server, or ${portal}`,
      false
    )
  }
  throw new NoResponse(
    `${server} answered ${what} with ${type || 'no type'}: it is no Plaza server`,
    false
  )
}

export function secondsIn(retryAfter: string | null | undefined): number | undefined {
  if (!retryAfter) return undefined
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter)
  const time = Date.parse(retryAfter)
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - Date.now()) / 1000))
}

function parsed(server: string, text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    throw new NoResponse(`The answer of ${server} is cut off: its JSON has no end`, true)
  }
}
