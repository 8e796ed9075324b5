import type { Health } from '#cli/service/health'

export type Kind = 'bare' | 'compose'

/** The unit whose presence says that a kind is installed. */
export const mainUnits: Record<Kind, string> = {
  bare: 'plaza-api.service',
  compose: 'plaza.service',
}

/** A way to run Plaza as a service: what the chores are, there. */
export interface Service {
  /** @param isInstalled whether only what is missing has to be done */
  install(options: InstallOptions): Promise<Record<string, unknown>>
  upgrade(options: UpgradeOptions): Promise<Record<string, unknown>>
  uninstall(options: { purge: boolean }): Promise<Record<string, unknown>>
  examine(): Promise<Health>
  /** The line of the shell that shows logs. */
  logs(options: LogOptions): Promise<string>
}

export interface InstallOptions {
  isInstalled: boolean
  /** A git checkout. */
  from?: string
  nginx: boolean
}

export interface UpgradeOptions {
  ref?: string
  from?: string
  backup: boolean
  /** Aborted when somebody wants it to end; what has begun is undone first. */
  signal: AbortSignal
}

export interface LogOptions {
  lines: number
  follow: boolean
  /** RFC 3339. */
  since?: string
}
