import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps a mail as an `.eml` file, renamed into place. @returns its name */
export async function keepMail(folder: string, kind: string, eml: Buffer): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const name = `${time}-${kind}-${randomBytes(3).toString('hex')}.eml`
  const draft = join(folder, `.${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(draft, eml, { mode: 0o600 })
  await rename(draft, join(folder, name))
  return name
}

/** Newest first. */
export async function keptMails(folder: string, limit: number): Promise<Buffer[]> {
  const names = await readdir(folder).catch(() => [])
  const newest = names
    .filter((name) => /^\d.*\.eml$/.test(name))
    .sort()
    .reverse()
    .slice(0, limit)
  return Promise.all(newest.map((name) => readFile(join(folder, name))))
}
