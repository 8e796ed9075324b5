import { stat, statfs } from 'node:fs/promises'
import type { ApplicationService } from '@adonisjs/core/types'
import redis from '@adonisjs/redis/services/main'
import type backupsConfig from '#config/backups'
import { redisTrouble } from '#cli/database_trouble'
import { failure, ok, warning, type Verdict } from '#cli/health/verdict'

const MiB = 2 ** 20

export async function checkRedis(app: ApplicationService) {
  if (!app.config.get('app.usesRedis')) {
    return warning(
      'none',
      'set REDIS_URL: without it limits are counted in PostgreSQL, which is slower'
    )
  }
  try {
    await redis.connection().set('plaza:doctor', '1', 'PX', 1000)
    return ok('it answers, and accepts writes')
  } catch (error) {
    const { message, advice } = redisTrouble(error)
    return failure(message, advice)
  }
}

/** Every disk with a folder of Plaza, as far as it is on this machine. */
export async function checkDisk(app: ApplicationService) {
  const { folder: backups } = app.config.get<typeof backupsConfig>('backups')
  const media = app.config.get<string>('media.folder')
  const folders = [
    app.makePath(),
    backups,
    media,
    '/var/lib/postgresql',
    '/var/lib/redis',
    '/var/log',
  ]
  return diskVerdict(folders.filter((folder) => folder !== undefined))
}

/** The free space on the disks of folders, each disk once. Skips missing folders. @param least MiB that are enough */
export async function diskVerdict(folders: string[], least = 1024): Promise<Verdict> {
  const disks = new Map<number, { folder: string; free: number; percent: number }>()
  for (const folder of folders) {
    const found = await Promise.all([stat(folder), statfs(folder)]).catch(() => null)
    if (!found || disks.has(found[0].dev)) continue
    const [{ dev }, { bavail, blocks, bsize }] = found
    disks.set(dev, { folder, free: (bavail * bsize) / MiB, percent: (100 * bavail) / blocks })
  }
  const sorted = [...disks.values()].sort((one, other) => one.free - other.free)
  const message = sorted
    .map(
      ({ folder, free, percent }) =>
        `${folder} ${Math.round(free)} MiB free, ${Math.round(percent)} %`
    )
    .join('; ')
  const [{ folder, free }] = sorted
  if (free < least / 5) return failure(message, `make room where ${folder} is, before writes fail`)
  return free < least ? warning(message, `make room where ${folder} is, soon`) : ok(message)
}

export function checkMemory() {
  const free = process.availableMemory() / MiB
  const message = `${Math.round(free)} MiB available`
  if (free < 64) return failure(message, 'run fewer workers, or add memory')
  return free < 256 ? warning(message, 'run fewer workers, or add memory') : ok(message)
}
