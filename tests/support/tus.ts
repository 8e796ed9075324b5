import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import * as tus from 'tus-js-client'
import { origin } from '#tests/support/server'

export interface TusAnswer {
  status: number
  headers: Headers
  body: Record<string, any> | null
}

/** Uploads in parts, with the token of a user, over the wire. */
export class TusClient {
  constructor(
    readonly token: string,
    readonly server = origin
  ) {}

  async ask(
    method: string,
    path: string,
    { headers, body }: { headers?: Record<string, string>; body?: Uint8Array } = {}
  ): Promise<TusAnswer> {
    const response = await fetch(this.server + path, {
      method,
      headers: { 'Authorization': `Bearer ${this.token}`, 'Tus-Resumable': '1.0.0', ...headers },
      body: body as Uint8Array<ArrayBuffer>,
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    }
  }

  begin(length: number | string, headers: Record<string, string> = {}): Promise<TusAnswer> {
    return this.ask('POST', '/media/uploads', {
      headers: { 'Upload-Length': String(length), ...headers },
    })
  }

  /** @returns the path of a new upload */
  async begun(length: number): Promise<string> {
    const { status, headers, body } = await this.begin(length)
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return new URL(headers.get('location')!, origin).pathname
  }

  part(path: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) {
    return this.ask('PATCH', path, {
      headers: {
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(offset),
        ...headers,
      },
      body,
    })
  }

  /** Sends the beginning of a part over a connection of its own, and no more. */
  stall(path: string, beginning: Uint8Array, length: number): Socket {
    const { hostname, port } = new URL(this.server)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    const head = [
      `PATCH ${path} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${this.token}`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      'Content-Type: application/offset+octet-stream',
      `Content-Length: ${length}`,
      '',
      '',
    ]
    socket.write(head.join('\r\n'))
    socket.write(beginning)
    return socket
  }

  async offsetOf(path: string): Promise<number | null> {
    const offset = (await this.ask('HEAD', path)).headers.get('upload-offset')
    return offset === null ? null : Number(offset)
  }

  /** By the client of tus' authors. @returns the path of the upload */
  upload(content: Buffer, more: Partial<tus.UploadOptions> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const upload = new tus.Upload(content, {
        endpoint: `${this.server}/media/uploads`,
        headers: { Authorization: `Bearer ${this.token}` },
        retryDelays: null,
        ...more,
        onError: reject,
        onSuccess: () => resolve(new URL(upload.url!).pathname),
      })
      upload.start()
    })
  }
}

export const checksum = (content: Uint8Array, algorithm = 'sha1') =>
  `${algorithm} ${createHash(algorithm).update(content).digest('base64')}`
