import { chmod, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '#cli/failure'
import { reasons } from '#cli/file_errors'
import { makeFolder } from '#cli/folders'

export interface StoredSession {
  username: string
  access_token: string
  refresh_token: string
}

export const sessionOf = (
  username: string,
  tokens: Pick<StoredSession, 'access_token' | 'refresh_token'>
): StoredSession => ({
  username,
  access_token: tokens.access_token,
  refresh_token: tokens.refresh_token,
})

type Sessions = Record<string, StoredSession>

/** The sessions of `plaza login` by server, in a file that only its owner can read. */
export class TokenStore {
  readonly file: string

  constructor({ XDG_CONFIG_HOME: home }: NodeJS.ProcessEnv) {
    this.file = join(home || join(homedir(), '.config'), 'plaza', 'sessions.json')
  }

  async get(server: string): Promise<StoredSession | undefined> {
    return (await this.#read())[server]
  }

  async set(server: string, session: StoredSession) {
    await this.#write({ ...(await this.#read()), [server]: session })
  }

  async drop(server: string) {
    const sessions = await this.#read()
    delete sessions[server]
    await this.#write(sessions)
  }

  async #read(): Promise<Sessions> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8'))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return {}
      if (code) throw this.#refusal('read', code)
      throw new Failure('usage', `${this.file} holds no sessions: delete it and sign in again`)
    }
  }

  #refusal(verb: string, code = '') {
    const what = `${this.file} can't be ${verb} (${reasons[code] ?? code})`
    return new Failure(
      'usage',
      `${what}: set XDG_CONFIG_HOME to a folder of yours for the sessions of login`
    )
  }

  /** Renamed into place, so that readers never see half of it. */
  async #write(sessions: Sessions) {
    const folder = dirname(this.file)
    const draft = `${this.file}.${process.pid}`
    try {
      await makeFolder(folder, 0o700)
      await writeFile(draft, JSON.stringify(sessions, null, 2), { mode: 0o600 })
      await chmod(draft, 0o600)
      await rename(draft, this.file)
    } catch (error) {
      await unlink(draft).catch(() => {})
      throw this.#refusal('written', (error as NodeJS.ErrnoException).code)
    }
  }

  /** Checks that a session can be stored, before one is opened. @throws Failure */
  async prepare() {
    await this.#write(await this.#read())
  }
}
