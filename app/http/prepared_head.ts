import {
  STATUS_CODES,
  validateHeaderValue,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

interface Internals {
  _header: string | null
  _hasBody: boolean
  _contentLength: number | null
  _keepAliveTimeout: number
  maxRequestsOnConnectionReached?: boolean
}

/**
 * The head of a repeated response as one text: `writeHead` costs 8 % of a 304 (docs/framework_patches.md).
 * If the connection ends with the response, Node writes the head.
 */
export class PreparedHead {
  #start: string
  #end: string
  #contentLength: number

  /** @param fields names and values in turn, without the request id and the fields of Node */
  constructor(
    private status: 200 | 304,
    private fields: readonly string[]
  ) {
    let text = ''
    for (let index = 0; index < fields.length; index += 2) {
      const [name, value] = [fields[index], fields[index + 1]]
      validateHeaderValue(name, value)
      text += `\r\n${name}: ${value}`
    }
    this.#start = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nX-Request-Id: `
    this.#end = `${text}\r\nDate: `
    const length = fields.indexOf('Content-Length')
    this.#contentLength = length === -1 ? 0 : Number(fields[length + 1])
  }

  /** @param id from `requestIdOf`, which checks it */
  write(request: IncomingMessage, response: ServerResponse, id: string): void {
    const internals = response as unknown as Internals
    const isKept = response.shouldKeepAlive && !internals.maxRequestsOnConnectionReached
    if (!isKept || request.httpVersion !== '1.1') {
      response.writeHead(this.status, ['X-Request-Id', id, ...this.fields])
      return
    }
    response.statusCode = this.status
    if (this.status === 304) internals._hasBody = false
    internals._contentLength = this.#contentLength
    const seconds = Math.floor(internals._keepAliveTimeout / 1000)
    const connection = `\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n\r\n`
    internals._header = this.#start + id + this.#end + httpDate() + connection
  }
}

let known: string | undefined

function httpDate(): string {
  if (known === undefined) {
    const now = new Date()
    known = now.toUTCString()
    const forget = () => {
      known = undefined
    }
    setTimeout(forget, 1000 - now.getMilliseconds()).unref()
  }
  return known
}
