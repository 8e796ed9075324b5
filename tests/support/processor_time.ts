/** Milliseconds of this process's CPU time that the work takes. It does not depend on other programs. */
export async function processorTimeOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
