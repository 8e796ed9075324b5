import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { Failure } from '#cli/failure'

type FileError = Error & { code?: string; syscall?: string; path?: string }

export const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'its folder is not there',
  EMFILE: 'too many files are open',
}

/** Excludes ENOENT, which a missing socket causes too. */
export const isFileError = ({ code = '', path }: FileError) =>
  path !== undefined && code in reasons && code !== 'ENOENT'

/** Names the file, the reason and the remedy. */
export function refusalOf({ code = '', syscall, path = '' }: FileError): Failure {
  const what = `${path} can't be ${verbs[syscall ?? ''] ?? 'used'}: ${reasons[code]}`
  if (code !== 'EACCES' && code !== 'EPERM') return new Failure('unavailable', what)
  const owner = ownerOf(path)
  const me = userInfo().uid
  if (owner === undefined || owner === me) return new Failure('forbidden', what)
  const remedy =
    owner === 0
      ? 'it is for root: put sudo before the command'
      : `it belongs to ${nameOf(owner)}: sudo -u ${nameOf(owner)} plaza …`
  return new Failure('forbidden', `${what}; ${remedy}`)
}

const verbs: Record<string, string> = {
  mkdir: 'made',
  open: 'opened',
  scandir: 'read',
  stat: 'read',
  lstat: 'read',
  unlink: 'deleted',
  rename: 'renamed',
}

function ownerOf(path: string): number | undefined {
  for (let at = path; ; at = dirname(at)) {
    try {
      return statSync(at).uid
    } catch {
      if (at === dirname(at)) return undefined
    }
  }
}

function nameOf(uid: number): string {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
    return lines.find((line) => line.split(':')[2] === String(uid))?.split(':')[0] ?? `#${uid}`
  } catch {
    return `#${uid}`
  }
}
