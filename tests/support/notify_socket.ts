import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Receives datagrams as systemd does. Node can't. */
const program = `
import socket, sys
path = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('\\0' + path[1:] if path[0] == '@' else path)
print('bound', flush=True)
while True: print(receiver.recv(4096).decode(), flush=True)
`

const hasProgram = (name: string) => spawnSync(name, ['--version']).status === 0

/** The programs that these tests miss on this machine. */
export const missing = ['python3', 'systemd-notify'].filter((name) => !hasProgram(name)).join(', ')

/** A stand-in for systemd: a socket at which services report their state. */
export class NotifySocket {
  #lines: string[] = []
  #child: ChildProcess

  private constructor(readonly path: string) {
    this.#child = spawn('python3', ['-c', program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child.stdout!.on('data', (chunk) => this.#lines.push(...String(chunk).split('\n')))
  }

  /** @param path of a file, or an abstract socket with an @ in front */
  static async open(path: string) {
    const socket = new NotifySocket(path)
    await once(socket.#child.stdout!, 'data')
    return socket
  }

  /** The received messages, without the barriers of systemd-notify. */
  get assignments() {
    return this.#lines.filter((line) => /^(?!BARRIER)\w+=/.test(line))
  }

  close() {
    this.#child.kill('SIGKILL')
  }
}
