/** One Ctrl-C may arrive as several signals, from the terminal and from who started this process. */
const ONE_PRESS = 250

/**
 * Runs one thing when this process is told to end, and another when it is told so again.
 *
 * @param stop ends it in peace
 * @param quit ends it at once
 */
export function whenToldToEnd(stop: () => unknown, quit: () => unknown): void {
  let toldAt: number | undefined
  const hear = () => {
    if (toldAt === undefined) {
      toldAt = performance.now()
      stop()
    } else if (performance.now() - toldAt > ONE_PRESS) quit()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, hear)
}
