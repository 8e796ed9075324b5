/** Memoizes an async factory. Later calls skip the container and the factory. */
export function lazy<Parts extends unknown[], Answer>(
  make: () => Promise<(...parts: Parts) => Promise<Answer>>
): (...parts: Parts) => Promise<Answer> {
  let made: Promise<void> | undefined
  let call: ((...parts: Parts) => Promise<Answer>) | undefined
  const prepare = async () => {
    call = await make()
  }
  return (...parts) => {
    if (call) return call(...parts)
    made ??= prepare()
    return made.then(() => call!(...parts))
  }
}
