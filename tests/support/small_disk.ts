import { spawnSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this user may mount a file system. */
export function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false
  const script = 'mount -t tmpfs tmpfs /mnt'
  return spawnSync('unshare', ['-m', 'sh', '-c', script]).status === 0
}

function mount(...args: string[]) {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount: ${stderr}`)
}

/** A disk of its own in a folder. @param size such as `64k` */
export function mountSmallDisk(folder: string, size: string) {
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  const ballast = join(folder, 'ballast')
  return {
    fill() {
      try {
        for (;;) appendFileSync(ballast, Buffer.alloc(4096))
      } catch {
        // It is full.
      }
    },
    free: () => rmSync(ballast, { force: true }),
    grow: (more: string) => mount('-o', `remount,size=${more}`, folder),
    unmount: () => void spawnSync('umount', [folder]),
  }
}
