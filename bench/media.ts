import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { findFreePort } from '../bin/services/processes.js'
import { median } from './comparison.js'
import type { Plaza } from './plaza.js'
import type { Server } from './server.js'
import { get } from './workloads.js'
import { Requests } from './wrk.js'

const RENDER = fileURLToPath(new URL('../nginx/render.sh', import.meta.url))
const SECONDS = 4
const TIMEOUT_MS = 60_000

/** A copy of a public picture, in proportion to a plain file with the same bytes, both of one Nginx with Plaza's settings. */
export async function media(plaza: Plaza, { rounds }: { rounds: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-bench-media-'))
  // Under root, the workers of Nginx run as another user.
  await chmod(folder, 0o755)
  const server = await plaza.serve('plaza with media', { MEDIA_DIR: join(folder, 'media') })
  const nginx = await startNginx(folder, server)
  try {
    await mkdir(join(folder, 'media'), { recursive: true })
    await chmod(join(folder, 'media'), 0o711)
    const { pathname } = new URL(await publishPicture(plaza, server))
    const plain = `/plain/${basename(pathname)}`
    await mkdir(join(folder, 'plain'))
    for (const path of [pathname, pathname]) await bytesOf(nginx.port, path)
    await copyFile(join(folder, 'media/public', pathname), join(folder, plain))
    const load = [plain, pathname].map((path) => new Requests(`media ${path}`, [get(path)]))
    const ratios: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const usual = await load[0].drive(nginx.port, SECONDS)
      const other = await load[1].drive(nginx.port, SECONDS)
      if (usual.errors + other.errors > 0) throw new Error('Nginx refused requests')
      // The first round warms up.
      if (round > 0) ratios.push(other.rps / usual.rps)
    }
    const name = 'a copy of a public picture by Nginx, times that of a plain file'
    return [{ name, value: median(ratios), atLeast: 0.95 }]
  } finally {
    await nginx.stop()
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

async function startNginx(folder: string, server: Server) {
  const port = await findFreePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`
  )
  const http = `include /etc/nginx/mime.types; sendfile on; ${temporary.join(' ')} include plaza/site.conf;`
  await writeFile(
    join(folder, 'nginx.conf'),
    `pid ${folder}/pid; worker_processes 1; events {} http { ${http} }\n`
  )
  const settings = {
    PLAZA_UPSTREAM: `127.0.0.1:${server.port}`,
    PLAZA_LISTEN: `127.0.0.1:${port}`,
    PLAZA_ACCESS_LOG: '/dev/null',
    PLAZA_ACME_ROOT: folder,
    PLAZA_MEDIA: join(folder, 'media/public'),
    PLAZA_READ_RATE: '1000000r/s',
  }
  execFileSync(RENDER, [folder], { env: { PATH: process.env.PATH, ...settings } })
  await addPlainFiles(folder)
  const args = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
  const child = spawn('nginx', [...args, '-g', 'daemon off;'], { stdio: 'inherit' })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await until('Nginx answers', () => bytesOf(port, '/posts?limit=1').catch(() => null))
  return { port, stop }
}

/** A location of plain files, with the types and the header fields of public files. */
async function addPlainFiles(folder: string) {
  const file = join(folder, 'plaza/static.conf')
  const [, location] = /location \/media\/files\/ \{\n([^]*?\n)\}/.exec(
    await readFile(file, 'utf8')
  )!
  const alike = location.replaceAll(/^ *(root|error_page|log_not_found|open_file_cache) .*\n/gm, '')
  await appendFile(file, `location /plain/ {\nroot ${folder};\n${alike}}\n`)
}

/** @returns the address of a copy */
async function publishPicture(plaza: Plaza, server: Server): Promise<string> {
  const [writer] = await plaza.signIn(server)
  const headers = { Authorization: `Bearer ${writer.token}` }
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const picture = sharp({
    create: { width: 1000, height: 700, channels: 3, background: '#888', noise },
  })
  const body = new FormData()
  body.set('file', new Blob([new Uint8Array(await picture.jpeg().toBuffer())]), 'a.jpg')
  const { id } = await json(server.url('/media'), { method: 'POST', headers, body })
  const file = await until('the picture is ready', async () => {
    const shown = await json(server.url(`/media/${id}`), { headers })
    return shown.status === 'ready' && shown
  })
  const { url } = file.variants[0]
  await json(server.url('/posts'), {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'A picture', content: url, published: true }),
  })
  return url
}

async function json(url: string, init: RequestInit): Promise<any> {
  const answer = await fetch(url, init)
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function bytesOf(port: number, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.arrayBuffer()
}

async function until<T>(what: string, find: () => Promise<T>): Promise<NonNullable<T>> {
  for (const end = performance.now() + TIMEOUT_MS; performance.now() < end;) {
    const found = await find()
    if (found) return found
    await sleep(50)
  }
  throw new Error(`not in time: ${what}`)
}
