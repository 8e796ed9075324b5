/** How a service does. */
export interface Health {
  kind: string
  version: string
  units: UnitHealth[]
  /** What /health/ready answers. */
  ready: boolean
  workers: number | null
  /** Bytes. */
  memory: number | null
  /** When the last backup since the machine started ended, RFC 3339; null when none is known. */
  last_backup: string | null
  timers: { unit: string; next: string | null }[]
  /** What is not well, in words. */
  troubles: string[]
}

export interface UnitHealth {
  unit: string
  state: string
  /** What the unit says of itself. */
  says: string
  restarts: number
  since: string | null
}
