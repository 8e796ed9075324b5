import { readdirSync, readFileSync } from 'node:fs'
import type { Deployment } from '#tests/resilience/support/deployment'

/** The resources of all processes of Plaza together. */
export interface ResourceUsage {
  /** Open files and sockets. */
  handles: number
  /** Connections to PostgreSQL, and to Redis. */
  connections: number
  /** Memory in MB. */
  memory: number
}

export async function resourcesOf({ plaza, postgres, redis }: Deployment): Promise<ResourceUsage> {
  const pids = [plaza.pid, ...plaza.workers]
  const [{ count }] = await postgres.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`
  )
  const clients = /connected_clients:(\d+)/.exec(await redis.run('INFO clients'))
  return {
    handles: sum(pids.map((pid) => readdirSync(`/proc/${pid}/fd`).length)),
    connections: count + Number(clients?.[1]),
    memory: Math.round(sum(pids.map(residentMegabytes))),
  }
}

const residentMegabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
