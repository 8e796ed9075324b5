/*
 * Ends a process whose Node is too old, with the remedy. Each entry imports this alone, and the rest
 * when it has run: what an older Node lacks would fail before a single line does.
 */
if (Number.parseInt(process.versions.node) < 24) {
  const remedy = 'install it (https://nodejs.org/en/download), or put it first on the PATH'
  console.error(`Plaza needs Node 24 or newer, and this is ${process.version}: ${remedy}`)
  process.exit(1)
}
