/** One Ctrl-C may arrive twice, from the terminal and from the parent process. */
const ONE_PRESS = 250

/** Calls `stop` at the first signal to end, and `quit` at a later one. */
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
