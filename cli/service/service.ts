import type { Health } from '#cli/service/health'

export type Kind = 'bare' | 'compose'

/** The unit that shows which kind is installed. */
export const mainUnits: Record<Kind, string> = {
  bare: 'plaza-api.service',
  compose: 'plaza.service',
}

export interface Service {
  install(options: InstallOptions): Promise<Record<string, unknown>>
  upgrade(options: UpgradeOptions): Promise<Record<string, unknown>>
  uninstall(options: { purge: boolean }): Promise<Record<string, unknown>>
  examine(): Promise<Health>
  /** @returns the shell command that shows logs */
  logs(options: LogOptions): Promise<string>
}

export interface InstallOptions {
  isInstalled: boolean
  from?: string
  nginx: boolean
}

export interface UpgradeOptions {
  ref?: string
  from?: string
  backup: boolean
  /** Aborted by Ctrl-C; the upgrade then restores the old version. */
  signal: AbortSignal
}

export interface LogOptions {
  lines: number
  follow: boolean
  since?: string
}
