/** Whether nothing in a value is nested deeper than `levels`. */
export function isShallow(value: unknown, levels: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return false
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : []
    )
  }
  return true
}
