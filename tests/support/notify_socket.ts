import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Receives datagrams as systemd does; Node itself can't. */
const program = `
import socket, sys
path = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('\\0' + path[1:] if path[0] == '@' else path)
print('bound', flush=True)
while True: print(receiver.recv(4096).decode(), flush=True)
`

const hasProgram = (name: string) => spawnSync(name, ['--version']).status === 0

/** What is missing here for such tests. */
export const missing = ['python3', 'systemd-notify'].filter((name) => !hasProgram(name)).join(', ')

/** A stand-in for systemd: a socket at which services say how they do. */
export class NotifySocket {
  #lines: string[] = []
  #child: ChildProcess

  private constructor(readonly path: string) {
    this.#child = spawn('python3', ['-c', program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child.stdout!.on('data', (chunk) => this.#lines.push(...String(chunk).split('\n')))
  }

  /** @param path of a file, or with an @ in front that of no file */
  static async open(path: string) {
    const socket = new NotifySocket(path)
    await once(socket.#child.stdout!, 'data')
    return socket
  }

  /** What came, but for the barriers of systemd-notify. */
  get assignments() {
    return this.#lines.filter((line) => /^(?!BARRIER)\w+=/.test(line))
  }

  close() {
    this.#child.kill('SIGKILL')
  }
}
