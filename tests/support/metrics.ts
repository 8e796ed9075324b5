import type { ServerProcess } from '#tests/support/server_process'

/** One scrape of `/metrics`. */
export class Scrape {
  constructor(readonly text: string) {}

  /** The names of all series, such as `plaza_job_duration_seconds_bucket`. */
  get names(): Set<string> {
    return new Set([...this.text.matchAll(/^([a-z_]\w*)[{ ]/gim)].map(([, name]) => name))
  }

  /** The value of the series with these labels. @throws Error if there is none */
  value(name: string, labels: Record<string, string> = {}): number {
    const line = this.text.split('\n').find((one) => {
      const [series] = one.split(' ')
      return (
        series.split('{')[0] === name &&
        Object.entries(labels).every(([label, value]) => series.includes(`${label}="${value}"`))
      )
    })
    if (!line) throw new Error(`no ${name} ${JSON.stringify(labels)} in:\n${this.text}`)
    return Number(line.slice(line.lastIndexOf(' ')))
  }
}

export const metricsOf = async (server: Pick<ServerProcess, 'get'>) =>
  new Scrape((await server.get('/metrics')).text)
