import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { ROOT } from '#tests/process/shell'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

/** No name server knows this name: only the proxy can reach it. */
const name = 'plaza.invalid'

let home: string
let certificate: string
let tls: Server
let proxy: Server
let asked: string[]

const portOf = (server: Server) => (server.address() as AddressInfo).port

/** Forwards requests to the test server. */
const passOn = () =>
  createServer((sent, answer) => {
    asked.push(`${sent.method} ${sent.url}`)
    const path = sent.url!.replace(/^http:\/\/[^/]+/, '')
    const { method, headers } = sent
    const passed = request(origin + path, { method, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers)
      response.pipe(answer)
    })
    sent.pipe(passed)
  })

/** A proxy for HTTP, and for HTTPS by tunnels. */
function startProxy() {
  const server = passOn().on('connect', (sent, socket) => {
    asked.push(`CONNECT ${sent.url}`)
    const port = sent.url!.endsWith(':443') ? portOf(tls) : Number(new URL(origin).port)
    const tunnel = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(tunnel).pipe(socket)
    })
    tunnel.on('error', () => socket.destroy())
    socket.on('error', () => tunnel.destroy())
  })
  return server.listen(0, '127.0.0.1')
}

async function makeCertificate() {
  const [key, file] = [join(home, 'key'), join(home, 'certificate')]
  const of = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-days', '1']
  const how = ['-x509', ...of, '-nodes', '-newkey', 'rsa:2048', '-keyout', key, '-out', file]
  execFileSync('openssl', ['req', ...how], { stdio: 'ignore' })
  return { key: await readFile(key), cert: await readFile(file), file }
}

/** Runs in a separate process, and sends all requests through the proxy. */
async function login(remote: string, env: NodeJS.ProcessEnv) {
  const line = `login --remote ${remote} --username moe --password-stdin`
  const none = { HTTP_PROXY: '', HTTPS_PROXY: '', NO_PROXY: '', http_proxy: '', https_proxy: '' }
  const own = { XDG_CONFIG_HOME: home, NODE_EXTRA_CA_CERTS: certificate, no_proxy: '' }
  const child = spawn(process.execPath, ['bin/plaza.js', ...line.split(' ')], {
    cwd: ROOT,
    env: { ...process.env, ...none, ...own, ...env },
  })
  child.stdin.end(password)
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code, err }
}

test.group('plaza --remote through a proxy', (group) => {
  group.setup(async () => {
    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    const { key, cert, file } = await makeCertificate()
    certificate = file
    const [listener] = passOn().listeners('request')
    tls = createTlsServer({ key, cert }, listener as any) as unknown as Server
    tls.listen(0, '127.0.0.1')
    proxy = startProxy()
    await Promise.all([tls, proxy].map((server) => server.listening || once(server, 'listening')))
    return async () => {
      for (const server of [tls, proxy]) {
        server.closeAllConnections()
        server.close()
      }
      await rm(home, { recursive: true })
    }
  })

  group.each.setup(async () => {
    asked = []
    await emptyDatabase()
    await UserFactory.apply('admin').merge({ username: 'moe' }).create()
  })

  const here = () => `http://127.0.0.1:${portOf(proxy)}`

  test('uses HTTPS_PROXY for a server that only the proxy can reach', async ({ assert }) => {
    const { code, err } = await login(`https://${name}`, { HTTPS_PROXY: here() })

    assert.include(err, 'Signed in')
    assert.equal(code, 0)
    assert.include(asked, `CONNECT ${name}:443`)
  })

  test('uses HTTP_PROXY for a server without TLS', async ({ assert }) => {
    const { code, err } = await login(`http://${name}`, { HTTP_PROXY: here() })

    assert.include(err, 'Signed in')
    assert.equal(code, 0)
    assert.isTrue(asked.some((line) => line.includes(name)))
  })

  test('bypasses the proxy for the hosts in NO_PROXY: {no}')
    .with([
      { no: '127.0.0.1', isAsked: false },
      { no: 'other.example,127.0.0.1', isAsked: false },
      { no: '*', isAsked: false },
      { no: 'other.example', isAsked: true },
    ])
    .run(async ({ assert }, { no, isAsked }) => {
      const { code, err } = await login(origin, { HTTP_PROXY: here(), NO_PROXY: no })

      assert.equal(code, 0, err)
      assert.equal(asked.length > 0, isAsked)
    })

  test('reports a proxy that is away, and one that is not a proxy', async ({ assert }) => {
    const away = await login(`http://${name}`, { HTTP_PROXY: 'http://127.0.0.1:1' })
    const none = await login(`http://${name}`, { HTTP_PROXY: 'gopher://[' })

    assert.equal(away.code, 7)
    assert.match(away.err, /error: .+/)
    assert.equal(none.code, 2)
    assert.include(none.err, 'The proxy of the environment is none')
  })
})
