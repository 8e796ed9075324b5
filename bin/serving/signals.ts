/** One Ctrl-C may arrive twice, from the terminal and from the parent process. */
const DEBOUNCE_MS = 250

export function whenToldToEnd(stop: () => unknown, quit: () => unknown): void {
  let signalledAt: number | undefined
  const receive = () => {
    if (signalledAt === undefined) {
      signalledAt = performance.now()
      stop()
    } else if (performance.now() - signalledAt > DEBOUNCE_MS) quit()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, receive)
}
