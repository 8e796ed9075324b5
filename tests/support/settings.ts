import config from '@adonisjs/core/services/config'

/**
 * Sets a value of the configuration.
 *
 * @returns a function that restores the old value, for `cleanup`
 */
export function setting(key: string, value: unknown): () => void {
  const before = config.get(key)
  config.set(key, value)
  return () => config.set(key, before)
}
