import { memoryOf } from './processes.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

const SOAK_MINUTES = 10
const MAX_RSS_MB = 150

export async function soak(server: Server, requests: Request[]) {
  const load = new Requests('soak', requests)
  const memory: number[] = []
  for (let minute = 0; minute < SOAK_MINUTES; minute++) {
    const { rps } = await load.drive(server.port, 60)
    memory.push(memoryOf(server.pid))
    console.log(`minute ${minute + 1}: ${rps.toFixed(0)} req/s, ${memory[minute].toFixed(0)} MB`)
  }
  return [
    {
      name: 'RSS after ten minutes of load, MB',
      value: memory[SOAK_MINUTES - 1],
      atMost: MAX_RSS_MB,
    },
    { name: 'RSS in minute ten, times minute five', value: memory[9] / memory[4], atMost: 1.1 },
  ]
}
