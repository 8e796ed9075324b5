/** Reads HTML. @throws Error in words, where its elements are nested too deeply for the stack */
export function shallow<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw new Error('its HTML is nested too deeply')
    throw error
  }
}
