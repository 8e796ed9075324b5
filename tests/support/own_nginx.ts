import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { findFreePort } from '../../bin/services/processes.js'

export interface OwnNginx {
  url: string
  tls: string
  folder: string
  stop(): Promise<void>
}

/** Whether the machine has an Nginx; where it has to, REQUIRE_NGINX makes the lack of one a failure. */
export const hasNginx = process.env.REQUIRE_NGINX === '1' || isInstalled()

function isInstalled() {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * Starts an Nginx with the project's own configuration in front of a server.
 *
 * @param variables what the templates take from the environment, where it is not the usual
 */
export async function ownNginx(
  kind: 'plain' | 'tls',
  upstream: string,
  variables: Record<string, string> = {}
): Promise<OwnNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'plaza-nginx-'))
  // Under root the workers of Nginx are somebody else.
  await chmod(folder, 0o755)
  const [port, tlsPort] = [await findFreePort(), await findFreePort()]
  const values: Record<string, string> = {
    PLAZA_ACCESS_LOG: join(folder, 'access.log'),
    PLAZA_READ_RATE: '1000r/s',
    PLAZA_WRITE_RATE: '1000r/s',
    PLAZA_LOGIN_RATE: '1000r/s',
    PLAZA_CACHE_PATH: join(folder, 'cache'),
    PLAZA_UPSTREAM: upstream,
    PLAZA_SERVER_NAME: '_',
    PLAZA_LISTEN: `127.0.0.1:${port}`,
    PLAZA_LISTEN_TLS: `127.0.0.1:${tlsPort}`,
    PLAZA_ACME_ROOT: folder,
    PLAZA_TLS_CERTIFICATE: join(folder, 'certificate.pem'),
    PLAZA_TLS_KEY: join(folder, 'key.pem'),
    ...variables,
  }
  await cp(app.makePath('nginx/plaza'), join(folder, 'plaza'), { recursive: true })
  for (const source of ['templates', kind]) {
    for (const name of await readdir(app.makePath('nginx', source))) {
      const template = await readFile(app.makePath('nginx', source, name), 'utf8')
      const text = template.replace(/\$\{(PLAZA_\w+)\}/g, (_, variable) => values[variable])
      await writeFile(join(folder, name.replace('.template', '')), text)
    }
  }
  if (kind === 'tls') certify(values)
  const conf = join(folder, 'nginx.conf')
  await writeFile(
    conf,
    `pid ${folder}/pid;\nerror_log ${folder}/error.log warn;\nevents {}\n` +
      `http { include /etc/nginx/mime.types; ${temporary(folder)} include plaza.conf; include server.conf; }\n`
  )

  const args = ['-p', folder, '-c', conf, '-e', join(folder, 'error.log'), '-g', 'daemon off;']
  const nginx = spawn('nginx', args, { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await answering(url)
  return {
    url,
    tls: `https://127.0.0.1:${tlsPort}`,
    folder,
    async stop() {
      nginx.kill('SIGTERM')
      await once(nginx, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

/** Where Nginx leaves bodies that it does not keep in memory. */
const temporary = (folder: string) =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')

function certify({
  PLAZA_TLS_KEY: key,
  PLAZA_TLS_CERTIFICATE: certificate,
}: Record<string, string>) {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const files = ['-keyout', key, '-out', certificate]
  const subject = ['-subj', '/CN=localhost', '-days', '1']
  execFileSync('openssl', ['req', '-x509', ...curve, ...files, ...subject], { stdio: 'ignore' })
}

async function answering(url: string) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(`${url}/robots.txt`, { redirect: 'manual' }).catch(() => null)
    if (answer) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Nginx does not answer at ${url}`)
}
